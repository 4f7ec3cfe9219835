// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include <CLI/CLI.hpp>

#include "conformance/cli/check_checker.h"
#include "conformance/cli/commands.h"
#include "conformance/cli/interrupt.h"
#include "conformance/cli/link_order_command.h"
#include "conformance/cli/output.h"
#include "conformance/cli/policy_demands.h"
#include "conformance/cli/policy_sinks.h"
#include "conformance/cli/progress_line.h"
#include "conformance/cli/walk_hives.h"
#include "conformance/compliance/comparison.h"
#include "conformance/report/policy_report.h"
#include "conformance/stores/policy_input.h"
#include "conformance/stores/policy_path.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string os;
  std::string role;
  std::string format;
  std::vector<std::string> logs;
  std::string link_order;
  std::string json;
  bool quiet = false;
  bool strict = false;
  bool check_checker = false;
  bool walk = false;
  std::string sarif;
  bool compare = false;
  PolicyDemands demands;
};

template <typename Items, typename Name>
std::vector<std::string> Names(const Items& items, Name name) {
  std::vector<std::string> names;
  for (const auto& item : items) names.emplace_back(name(item));
  return names;
}

struct Output {
  std::unique_ptr<PolicySink> sink;
  bool good = true;  // until it can't be written
};

// One reading of all paths.
class PolicyRun {
 public:
  explicit PolicyRun(const Options& options) : options_(options) {
    how_.format = policy::FindStoreFormat(options.format);
    how_.scope = {policy::ParseOs(options.os), policy::ParseRole(options.role)};
    how_.logs = options.logs;
    how_.progress = &progress_;
    if (options.compare) comparison_.emplace(how_.scope);
    if (ShowsText()) {
      outputs_.push_back({PolicyTextSink(how_.scope, options.paths.size(), progress_)});
    }
    if (!options.json.empty()) {
      outputs_.push_back({PolicyJsonSink(options.json, how_.scope, progress_)});
    }
    if (!options.sarif.empty()) {
      outputs_.push_back({PolicySarifSink(options.sarif)});
      std::signal(SIGPIPE, SIG_IGN);  // where it is for text, the file is written all the same
    }
  }

  ExitStatus Run() {
    const bool read =
        std::all_of(options_.paths.begin(), options_.paths.end(), [&](const std::string& path) {
          return stores::ReadPolicyPath(path, how_, [&](stores::PolicyInput input) {
            options_.demands.Judge(how_.scope, &input);
            if (comparison_.has_value()) comparison_->Add(input);
            return Take(input);
          });
        });
    line_.Clear();
    const std::string interrupted = absl::StrCat("interrupted; inputs reported before: ", inputs_);
    if (Interrupt::seen()) PrintError(interrupted);
    if (!read) {
      for (Output& one : outputs_) one.sink->Abandon(interrupted);
      return kInfrastructure;
    }
    // Whoever demands something of a folder must hear what was not held to it.
    if (options_.demands.any() && !ShowsText() && progress_.passed_over > 0) {
      PrintError(PassedOverLine(progress_));
    }
    bool written = true;
    for (Output& one : outputs_) written &= one.good && one.sink->Finish();
    return written && Compare() ? status_ : kInfrastructure;
  }

 private:
  bool ShowsText() const {
    return !options_.quiet && options_.json != "-" && options_.sarif != "-";
  }

  bool Compare() {
    if (!comparison_.has_value()) return true;
    if (const size_t locked = comparison_->LockedOut(); locked > 0) {
      PrintError(absl::StrCat("paths between computers of these inputs that are locked out: ",
                              locked, "; --compare shows which"));
      status_ = kUnexpected;
    }
    if (comparison_->left_out() > 0) {
      PrintError(absl::StrCat("too many different inputs to compare; left out: ",
                              comparison_->left_out()));
      status_ = kUnexpected;
    }
    if (options_.strict && comparison_->Differs()) status_ = kUnexpected;
    return !ShowsText() || WriteReport("-", comparison_->Text());
  }

  bool Take(const stores::PolicyInput& input) {
    if (Interrupt::seen()) return false;
    ++inputs_;
    if (stores::Fails(input)) {
      line_.Clear();
      std::fflush(stdout);  // so that 2>&1 keeps the order; Finish reports what went wrong
      PrintError(report::PolicyErrorLine(input));
      status_ = kUnexpected;
    }
    if (options_.strict && stores::CountFindings(input, Severity::kWarning) > 0) {
      status_ = kUnexpected;
    }
    line_.Show(progress_.done, progress_.total);
    // One that can't be written must not keep the others from what follows.
    for (Output& one : outputs_) one.good = one.good && one.sink->Add(input);
    return outputs_.empty() || std::any_of(outputs_.begin(), outputs_.end(),
                                           [](const Output& one) { return one.good; });
  }

  const Options& options_;
  Interrupt interrupt_;
  stores::PathOptions how_;
  stores::WalkProgress progress_;
  ProgressLine line_;
  std::optional<compliance::Comparison> comparison_;
  std::vector<Output> outputs_;
  size_t inputs_ = 0;
  ExitStatus status_ = kAsExpected;
};

ExitStatus RunPolicy(const Options& options) {
  if (options.check_checker) {
    return CheckCheckers(options.paths, options.json, options.quiet, options.strict);
  }
  if (!options.link_order.empty()) {
    return ReportLinkOrder(options.link_order,
                           {policy::ParseOs(options.os), policy::ParseRole(options.role)},
                           options.json, options.quiet, options.strict);
  }
  if (options.walk) {
    stores::PathOptions how;
    how.logs = options.logs;
    return WalkHives(options.paths, how);
  }
  return PolicyRun(options).Run();
}

}  // namespace

void AddPolicyCommand(CLI::App& app, ExitStatus* exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "policy", "Read policy stores: what they require of NTLM, where, and whom that refuses");
  command->add_option("PATH", options->paths,
                      "Policy stores, GPO folders, folders of them; - is standard input");
  command->add_option("--os", options->os, "Show the defaults of this Windows only")
      ->check(CLI::IsMember(Names(policy::AllOses(), policy::OsName)));
  command->add_option("--role", options->role, "Show the defaults of this role only")
      ->check(CLI::IsMember(Names(policy::AllRoles(), policy::RoleName)));
  command->add_option("--format", options->format, "Read every PATH as this format; default: guess")
      ->check(CLI::IsMember(
          Names(policy::StoreFormats(), [](const policy::StoreFormat& one) { return one.name; })));
  command
      ->add_option("--log", options->logs,
                   "Transaction log of the hive PATH, repeatable; else those beside it")
      ->allow_extra_args(false);
  command
      ->add_option("--link-order", options->link_order,
                   "Instead of PATH: what a computer gets from the GPOs of this JSON file\n"
                   "by the precedence of their links; conformance/link-order.schema.json")
      ->excludes("PATH")
      ->excludes("--format")
      ->excludes("--log");
  command->add_option("--json", options->json, "Write the report as JSON; - is standard output");
  command->add_option("--sarif", options->sarif,
                      "Write SARIF 2.1.0 for code scanning; - is standard output. Paths are\n"
                      "relative to the current folder: run at the root of the repository");
  command->add_flag("--compare", options->compare,
                    "Show where inputs differ (a warning) and which computers with such\n"
                    "settings lock each other out (an error)");
  options->demands.AddOptions(command);
  command->add_flag("--quiet", options->quiet, "Print errors only");
  command->add_flag("--strict", options->strict, "Warnings fail too");
  command
      ->add_flag("--check-checker", options->check_checker,
                 "Judge files of compliance scanners instead: Nessus .audit, lists of\n"
                 "HardeningKitty, Wazuh SCA policies")
      ->excludes("--os")
      ->excludes("--role")
      ->excludes("--log")
      ->excludes("--format")
      ->excludes("--link-order")
      ->excludes("--sarif")
      ->excludes("--compare")
      ->excludes("--require")
      ->excludes("--baseline");
  command->add_flag("--walk", options->walk, "List every key and value of the hives PATH instead")
      ->excludes("--os")
      ->excludes("--role")
      ->excludes("--format")
      ->excludes("--json")
      ->excludes("--check-checker")
      ->excludes("--link-order")
      ->excludes("--sarif")
      ->excludes("--compare")
      ->excludes("--require")
      ->excludes("--baseline");
  command->get_option("--link-order")
      ->excludes("--sarif")
      ->excludes("--compare")
      ->excludes("--require")
      ->excludes("--baseline");
  command->footer(
      "Exit status: 0 every setting is defined or not defined; 1 an unreadable input, a setting\n"
      "in any other state, a finding of severity error, or a demand that is not met; 2 usage;\n"
      "3 output can't be written.");
  command->callback([options, exit_status] {
    if (options->json == "-" && options->sarif == "-") {
      throw CLI::ValidationError("--sarif", "and --json can't both be standard output");
    }
    if (!options->logs.empty() && options->paths.size() != 1) {
      throw CLI::ValidationError("--log", "belongs to one PATH");
    }
    if (options->paths.empty() && options->link_order.empty()) throw CLI::RequiredError("PATH");
    *exit_status = RunPolicy(*options);
  });
}

}  // namespace ntlmatrix::cli
