// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_GPT_INI_H_
#define NTLMATRIX_PARSERS_POLICY_GPT_INI_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxGptIniSize = size_t{1} << 20;  // bytes

// What GPT.INI of a GPO says, [MS-GPOL] 2.2.4. Options and the names of extensions stand in that of
// a local GPO (TechNet cc978247); for a GPO of a domain, Active Directory has them.
struct GptIni {
  uint32_t version = 0;
  std::string display_name;  // empty when absent; Windows writes "New Group Policy Object"
  bool without_end = false;  // the line of a number has no line end: digits may be cut off
  uint32_t options = 0;
  std::optional<std::string> machine_extensions;  // gPCMachineExtensionNames as written

  // How often the settings of either kind were changed, [MS-GPOL] 3.3.5.4; 0 when never.
  uint16_t computer_version() const { return static_cast<uint16_t>(version & 0xFFFF); }
  uint16_t user_version() const { return static_cast<uint16_t>(version >> 16); }

  // GPO_OPTION_DISABLE_MACHINE of gpedit.h.
  bool computer_settings_disabled() const { return (options & 2) != 0; }

  bool operator==(const GptIni&) const = default;
};

// Reads the sections [General], in any letter case, with or without blanks around `=`.
// InvalidArgument with the line, where
// - the bytes are no text, or a line is neither a section, an entry, a comment nor empty;
// - there is no version;
// - a version or options are not a decimal number of 32 bits;
// - there are two versions, options or lists of extensions that differ.
absl::StatusOr<GptIni> ParseGptIni(Bytes bytes);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_GPT_INI_H_
