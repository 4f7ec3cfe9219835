// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_COMPLIANCE_HOST_PATH_H_
#define NTLMATRIX_CONFORMANCE_COMPLIANCE_HOST_PATH_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "conformance/stores/policy_input.h"
#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::compliance {

// What an input says of one setting of a computer.
struct HostSetting {
  // kDefined, kNotDefined, or any other where nothing may be concluded.
  policy::SettingState state = policy::SettingState::kMalformed;
  uint32_t value = 0;                       // when kDefined
  std::optional<uint32_t> documented = {};  // the default, when kNotDefined and it is known

  // What applies, where that is known.
  std::optional<uint32_t> Effective() const;

  bool operator==(const HostSetting&) const = default;
};

// A computer that has the settings of one input and no others: client and server at once.
struct Host {
  std::array<HostSetting, 3> settings;  // in the order of policy::AllSettings()
  bool can_require = true;

  const HostSetting& Of(policy::SettingId id) const { return settings[static_cast<size_t>(id)]; }
  bool operator==(const Host&) const = default;
};

// The defaults are those of the Windows of the scope, if it names one, where all its roles of
// computers have the same undisputed one.
Host HostOf(const stores::PolicyInput& input, const stores::PolicyScope& scope);

struct PathAnswer {
  enum class Kind { kOpen, kDepends, kLockedOut };

  Kind kind = Kind::kOpen;
  std::string why;  // what locks out, or what it depends on; the hosts are "client" and "server"

  bool operator==(const PathAnswer&) const = default;
};

// Whether NTLM between two Windows computers can succeed by their settings. Both offer what
// documents say they do: 128-bit and 56-bit encryption always, NTLMv2 session security from
// LmCompatibilityLevel 1 on (KB 239869), integrity and confidentiality where the application asks
// for them; a server grants what is offered.
PathAnswer JudgePath(const Host& client, const Host& server);

}  // namespace ntlmatrix::compliance

#endif  // NTLMATRIX_CONFORMANCE_COMPLIANCE_HOST_PATH_H_
