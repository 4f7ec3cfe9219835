// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_ANSWER_LINES_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_ANSWER_LINES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "conformance/cell.h"
#include "conformance/subjects/shim/client.h"
#include "parsers/bytes/bytes.h"

namespace ntlmatrix::conformance::shim {

// The bytes that hexadecimal digits stand for; nullopt for anything else.
std::optional<std::vector<uint8_t>> BytesFromHex(absl::string_view digits);

// The setting that a `min` names, "own" excepted; nullopt where it names none.
std::optional<ClientSetting> SettingFromText(absl::string_view text);

// Each appends one line of a shim with its line feed to `out`. Texts are cut to what the schema
// allows, and bytes that are no UTF-8 replaced.
void AppendHello(const ShimInfo& info, std::string* out);
void AppendMessage(absl::string_view type, uint32_t id, Bytes message, std::string* out);
void AppendUnsupported(uint32_t id, absl::string_view what, absl::string_view text,
                       std::string* out);
void AppendRefused(uint32_t id, const Refused& refused, std::string* out);

// An `authenticate` with what came of sealing.
void AppendAuthenticate(uint32_t id, Bytes message, const absl::StatusOr<Sealed>& sealed,
                        std::string* out);

}  // namespace ntlmatrix::conformance::shim

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_ANSWER_LINES_H_
