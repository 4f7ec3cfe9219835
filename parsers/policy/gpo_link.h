// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_GPO_LINK_H_
#define NTLMATRIX_PARSERS_POLICY_GPO_LINK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::policy {

// How far the stores of a GPO could be read.
enum class GpoReading : uint8_t {
  kWhole,
  kWithErrors,  // what it defines holds, but a setting that is absent may have been meant
  kUnreadable,  // nothing follows from what was seen
};

// The client-side extensions that write a registry value, as a mask; 0 is unknown.
enum : uint8_t {
  kRegistryExtension = 1,     // Registry.pol
  kSecurityExtension = 2,     // GptTmpl.inf
  kPreferencesExtension = 4,  // Registry.xml
};

// A GPO, and what it says.
struct Gpo {
  std::string name;  // a path
  GpoReading reading = GpoReading::kWhole;
  std::vector<PolicySetting> settings;     // in the order of AllSettings(); none when unreadable
  std::array<uint8_t, 3> extensions = {};  // per setting
};

// Whether a GPO applies to the computer, as security and WMI filters say.
enum class Applies : uint8_t { kYes, kNo, kUnknown };

struct GpoLink {
  size_t gpo = 0;  // index into the GPOs
  bool enabled = true;
  bool enforced = false;
  Applies applies = Applies::kYes;
};

enum class ContainerKind : uint8_t { kLocal, kSite, kDomain, kOu };

// A scope of management, or the computer itself for its local GPO.
struct Container {
  std::string name;
  ContainerKind kind = ContainerKind::kOu;
  bool block_inheritance = false;
  std::vector<GpoLink> links;  // in link order: the first has the highest precedence
};

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_GPO_LINK_H_
