// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_JSON_MEMBERS_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_JSON_MEMBERS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include <nlohmann/json.hpp>

namespace ntlmatrix::conformance::external {

// The characters of a text in UTF-8, as the maxLength of a JSON schema counts them.
size_t CharacterCount(absl::string_view utf8);

// The JSON of a line. It may be read by recursion: what is nested deeper than 16 levels is
// ResourceExhausted. InvalidArgument: no JSON.
absl::StatusOr<nlohmann::json> ParseJsonLine(absl::string_view line);

// Reads the members of one JSON object by their names. The first fault is kept and nothing is read
// after it, so that one look at status() at the end is enough. Every fault names its member.
class JsonMembers {
 public:
  // `line` is one JSON object; anything else is a fault.
  static JsonMembers Of(absl::string_view line);
  // `json` must outlive it.
  explicit JsonMembers(const nlohmann::json& json, std::string where = "");

  // A text of 1 to 4096 characters; an optional one may be empty or absent.
  std::string Text(absl::string_view name);
  std::string OptionalText(absl::string_view name);
  // A number from `least` to 4294967295.
  uint32_t Number(absl::string_view name, uint32_t least = 0);
  bool Bool(absl::string_view name);
  // Lower-case hexadecimal.
  std::vector<uint8_t> Hex(absl::string_view name);
  // A list of texts; one in which numbers from 0 to 5 stand.
  std::vector<std::string> Texts(absl::string_view name);
  std::vector<int> Levels(absl::string_view name);
  // An object; null where it is absent.
  const nlohmann::json* OptionalObject(absl::string_view name);
  const nlohmann::json* Object(absl::string_view name);

  bool Has(absl::string_view name) const;
  // Members that nobody asked for, in alphabetical order.
  std::vector<std::string> Unknown() const;

  // The first fault, from here or from outside.
  void Fault(const std::string& text);
  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }

 private:
  JsonMembers() = default;
  const nlohmann::json* Find(absl::string_view name, bool required);
  void MemberFault(absl::string_view name, absl::string_view text);

  nlohmann::json owned_;
  const nlohmann::json* json_ = nullptr;  // null: owned_
  std::string where_;
  std::vector<std::string> asked_;
  absl::Status status_;
};

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_JSON_MEMBERS_H_
