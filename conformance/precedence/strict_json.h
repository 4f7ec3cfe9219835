// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_PRECEDENCE_STRICT_JSON_H_
#define NTLMATRIX_CONFORMANCE_PRECEDENCE_STRICT_JSON_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include <nlohmann/json.hpp>

namespace ntlmatrix::precedence {

using Json = nlohmann::ordered_json;

inline constexpr size_t kMaxJsonDepth = 16;

// Reads JSON that a person wrote: what most readers let pass is an error here.
//
// InvalidArgument for text that is no JSON, "line 3, column 5: ...", and for a member that stands
// twice in one object, "/containers/0/name: ...": readers disagree on which of the two counts.
// ResourceExhausted for more than kMaxJsonDepth levels.
absl::StatusOr<Json> ParseStrictJson(absl::string_view text);

// A name as a part of a JSON pointer (RFC 6901).
std::string PointerPart(absl::string_view name);

}  // namespace ntlmatrix::precedence

#endif  // NTLMATRIX_CONFORMANCE_PRECEDENCE_STRICT_JSON_H_
