// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STORES_POLICY_INPUT_H_
#define NTLMATRIX_CONFORMANCE_STORES_POLICY_INPUT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/policy/interpreter.h"
#include "parsers/policy/os.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/policy_setting.h"
#include "parsers/policy/role.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::stores {

// Which computers a report is about; all of them where nothing is given.
struct PolicyScope {
  std::optional<policy::Os> os;
  std::optional<policy::Role> role;
};

// What one policy store, or one GPO of several files, says as far as it could be read. The files of
// sources and findings are relative to the folder of a GPO; FileOf gives their paths.
struct PolicyInput {
  std::string path;
  std::string format;                           // empty when unknown
  std::string name;                             // of a GPO, as its files give it
  absl::Status status;                          // not OK: unreadable, from the place it names on
  std::vector<policy::PolicySetting> settings;  // what was seen
  std::vector<policy::PolicyFinding> findings;
  bool torn = false;  // the reader reported an error: a setting may be hidden in what it left out

  // How the input stands against what its user demands. Unlike an error among the findings, one
  // here says nothing about how well the store can be read.
  std::vector<policy::PolicyFinding> verdicts;
};

// What the place of a store says of its values.
struct StoreSide {
  absl::string_view hive;       // where not empty, that of every value
  absl::string_view condition;  // where not empty, one more that each holds under
};

// Of Registry.pol in the User folder of a GPO: no key of it is one of the computer.
inline constexpr StoreSide kUserPolicySide = {"HKEY_CURRENT_USER", ""};

// Of Registry.xml there, whose items may name any hive.
inline constexpr StoreSide kUserPreferencesSide = {
    "", "only where a user whom the policy reaches logs on"};

// Puts a PolicyInput together from one store or from the files of a GPO.
class PolicyInputBuilder {
 public:
  static constexpr size_t kMaxFindings = 2000;  // of the files; further ones are counted

  PolicyInputBuilder(std::string path, absl::string_view format);

  // Reads the store itself; an error is the status of the input.
  void ReadStore(const policy::StoreInput& store, const policy::StoreFormat& format,
                 const StoreSide& side = {});

  // Reads a store that is one of several files; an error is a finding about that file.
  void ReadFile(const std::string& file, const policy::StoreInput& store,
                const policy::StoreFormat& format, const StoreSide& side = {});

  // What is wrong with the files as such. After an error nothing follows from what is absent.
  void Report(policy::PolicyFinding finding);
  void SetName(std::string name) { input_.name = std::move(name); }

  // The input, once.
  PolicyInput Build(const PolicyScope& scope);

 private:
  absl::Status Read(const std::string& file, const policy::StoreInput& store,
                    const policy::StoreFormat& format, const StoreSide& side);

  PolicyInput input_;
  policy::Interpreter interpreter_;
  size_t left_out_ = 0;  // findings
};

// Reads a store. A null `format` means: guess. The folders at the end of the path count: what is in
// User/Registry.pol and User/Preferences/Registry/Registry.xml is that of the User folder of a GPO,
// and the former defines nothing, which is a warning.
PolicyInput ReadPolicyInput(std::string path, const policy::StoreInput& store,
                            const policy::StoreFormat* format, const PolicyScope& scope);

// The path of a file that a source or finding of the input names; empty stands for the input.
std::string FileOf(const PolicyInput& input, const std::string& file);

// An input of which not one byte could be had.
PolicyInput UnreadablePolicyInput(std::string path, absl::Status status);

// Findings about the store; verdicts are not among them.
size_t CountFindings(const PolicyInput& input, Severity severity);
size_t CountVerdicts(const PolicyInput& input, Severity severity);

// Whether the input can't be read or has an error: then nothing follows from what is absent.
bool HasErrors(const PolicyInput& input);

// The first finding that says that something was not read or may be missing, which could be a
// setting although it is no error; null without one. Then no default may be counted on.
const policy::PolicyFinding* FindMayBeMore(const PolicyInput& input);

// Whether the input HasErrors() or does not meet a demand.
bool Fails(const PolicyInput& input);

// The settings that an input defines; none where nothing may be concluded from it.
std::vector<policy::SettingId> DefinedSettings(const PolicyInput& input);

}  // namespace ntlmatrix::stores

#endif  // NTLMATRIX_CONFORMANCE_STORES_POLICY_INPUT_H_
