// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_INTERPRETER_H_
#define NTLMATRIX_PARSERS_POLICY_INTERPRETER_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "parsers/policy/policy_finding.h"
#include "parsers/policy/policy_setting.h"
#include "parsers/policy/registry_value.h"

namespace ntlmatrix::policy {

// Turns the registry values of one store into settings: the one place that knows what they mean.
//
// Values are applied in the order in which they are added. One that the same file deletes first and
// then sets is defined; one that is set and then deleted, or deleted in another file, conflicting.
// Names are compared without ASCII case. The hive may be written MACHINE, HKLM or
// HKEY_LOCAL_MACHINE, with or without colon; the key may end in one backslash. A value in one of
// ControlSet001 to ControlSet999 is conditional: HKLM\SYSTEM\Select says whether that is the
// current one. A name that only seems to mean a setting is an error.
class Interpreter {
 public:
  static constexpr size_t kMaxFindings = 1000;

  explicit Interpreter(absl::string_view file);

  void Add(const RegistryValue& value);

  // The settings in the order of AllSettings(). One that is only named in a wrong place or spelling
  // is malformed, not undefined.
  std::vector<PolicySetting> Settings() const;

  // What is wrong with the values seen so far, in file order, then with their combination. Of each
  // severity the first kMaxFindings are kept and the others counted.
  std::vector<PolicyFinding> Findings() const;

 private:
  void Report(PolicyFinding finding);
  void AddSource(SettingId id, const RegistryValue& value);
  void AddNumbered(SettingId id, RegistryValue value, absl::string_view control_set);
  void AddKeyDeletion(const RegistryValue& value);
  void AddSuspect(SettingId id, const RegistryValue& value, absl::string_view rule,
                  std::string problem);
  void LintMask(SettingId id, const SettingSource& source);
  void FindDisagreement(const PolicySetting& setting, std::vector<PolicyFinding>* findings) const;
  std::string FindingFile(const SettingSource& source) const;

  std::string file_;
  std::array<std::vector<SettingSource>, 3> sources_;
  std::array<std::optional<SettingSource>, 3> suspects_;  // the first that may mean the setting
  std::vector<PolicyFinding> findings_;
  std::array<size_t, 3> finding_counts_ = {};  // per severity
};

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_INTERPRETER_H_
