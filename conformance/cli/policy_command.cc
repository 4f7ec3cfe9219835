// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "conformance/cli/check_checker.h"
#include "conformance/cli/commands.h"
#include "conformance/cli/output.h"
#include "conformance/cli/read_file.h"
#include "conformance/report/policy_json.h"
#include "conformance/report/policy_report.h"
#include "conformance/report/policy_text.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string os;
  std::string role;
  std::string format;
  std::string json;
  bool quiet = false;
  bool strict = false;
  bool check_checker = false;
};

template <typename Items, typename Name>
std::vector<std::string> Names(const Items& items, Name name) {
  std::vector<std::string> names;
  for (const auto& item : items) names.emplace_back(name(item));
  return names;
}

report::PolicyInput Read(const std::string& path, const policy::StoreFormat* format,
                         const report::PolicyScope& scope) {
  size_t max_size = 0;
  for (const policy::StoreFormat& one : policy::StoreFormats()) {
    if (format == nullptr || format == &one) max_size = std::max(max_size, one.max_size);
  }
  const auto bytes = ReadFile(path, max_size);
  if (!bytes.ok()) return report::UnreadablePolicyInput(path, bytes.status());
  return report::ReadPolicyInput(path, *bytes, format, scope);
}

ExitStatus Run(const Options& options) {
  if (options.check_checker) {
    return CheckCheckers(options.paths, options.json, options.quiet, options.strict);
  }
  const report::PolicyScope scope = {policy::ParseOs(options.os), policy::ParseRole(options.role)};
  const policy::StoreFormat* format = policy::FindStoreFormat(options.format);
  const bool print_text = !options.quiet && options.json != "-";
  std::vector<report::PolicyInput> inputs;  // kept for JSON alone
  std::set<policy::SettingId> defined;
  ExitStatus status = kAsExpected;
  for (const std::string& path : options.paths) {
    report::PolicyInput input = Read(path, format, scope);
    if (report::HasErrors(input)) {
      PrintError(report::PolicyErrorLine(input));
      status = kUnexpected;
    }
    if (options.strict && report::CountFindings(input, Severity::kWarning) > 0) {
      status = kUnexpected;
    }
    if (print_text && !WriteReport("-", report::PolicyText(input, scope))) return kInfrastructure;
    for (const policy::SettingId id : report::DefinedSettings(input)) defined.insert(id);
    if (!options.json.empty()) inputs.push_back(std::move(input));
  }
  if (print_text && !WriteReport("-", report::PolicyFooter(defined, scope))) return kInfrastructure;
  if (!options.json.empty() && !WriteReport(options.json, report::PolicyJson(inputs, scope))) {
    return kInfrastructure;
  }
  return status;
}

}  // namespace

void AddPolicyCommand(CLI::App& app, ExitStatus* exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "policy", "Read policy stores: what they require of NTLM, where, and whom that refuses");
  command->add_option("PATH", options->paths, "Security templates (GptTmpl.inf, secedit /export)")
      ->required();
  command->add_option("--os", options->os, "Show the defaults of this Windows only")
      ->check(CLI::IsMember(Names(policy::AllOses(), policy::OsName)));
  command->add_option("--role", options->role, "Show the defaults of this role only")
      ->check(CLI::IsMember(Names(policy::AllRoles(), policy::RoleName)));
  command->add_option("--format", options->format, "Read every PATH as this format; default: guess")
      ->check(CLI::IsMember(
          Names(policy::StoreFormats(), [](const policy::StoreFormat& one) { return one.name; })));
  command->add_option("--json", options->json, "Write the report as JSON; - is standard output");
  command->add_flag("--quiet", options->quiet, "Print errors only");
  command->add_flag("--strict", options->strict, "Warnings fail too");
  command
      ->add_flag("--check-checker", options->check_checker,
                 "Judge files of compliance scanners instead: Nessus .audit, HardeningKitty\n"
                 "finding lists, Wazuh SCA policies")
      ->excludes("--os")
      ->excludes("--role")
      ->excludes("--format");
  command->footer(
      "Exit status: 0 every setting is defined or not defined; 1 an unreadable input, a setting\n"
      "in any other state, or a finding of severity error; 2 usage; 3 output can't be written.");
  command->callback([options, exit_status] { *exit_status = Run(*options); });
}

}  // namespace ntlmatrix::cli
