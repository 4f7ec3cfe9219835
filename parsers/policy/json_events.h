// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_JSON_EVENTS_H_
#define NTLMATRIX_PARSERS_POLICY_JSON_EVENTS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxJsonDepth = 64;

// A scalar of JSON: a string unescaped, a number as decimal digits where it is an integer of 64
// bits and else as written, or the word.
struct JsonScalar {
  enum class Kind : uint8_t { kNull, kBoolean, kNumber, kString };

  Kind kind = Kind::kNull;
  std::string text;
};

// What is in a JSON text, one after the other. Every line is that of the last character read: of a
// key or string where it ends.
class JsonEvents {
 public:
  virtual ~JsonEvents() = default;

  virtual void OnKey(std::string key, uint64_t line) = 0;
  virtual void OnScalar(JsonScalar scalar) = 0;
  virtual void OnStart(bool is_array) = 0;
  virtual void OnEnd() = 0;

  // Asked after every event: an error ends the reading.
  virtual absl::Status status() const = 0;
};

// Reads one JSON text, RFC 8259. Errors have their line: InvalidArgument for what is no JSON,
// ResourceExhausted for more than kMaxJsonDepth levels. Memory: the longest string or number.
absl::Status ReadJson(absl::string_view utf8, JsonEvents* events);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_JSON_EVENTS_H_
