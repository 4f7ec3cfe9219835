// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/gpo_backup_check.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "parsers/policy/gpo_backup.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::stores {
namespace {

using policy::PolicySetting;
using policy::SettingState;
using Path = std::vector<std::string>;

constexpr char kWholeCopy[] = "take the backup again, or copy all of it";

// Reports a finding about one file of the backup.
class FileReporter {
 public:
  FileReporter(std::string file, PolicyInputBuilder* builder)
      : file_(std::move(file)), builder_(builder) {}

  void operator()(absl::string_view id, Severity severity, std::string message,
                  policy::Place place = {}) const {
    builder_->Report({id, severity, std::move(message), kWholeCopy, place, file_});
  }
  void operator()(absl::string_view id, const absl::Status& status) const {
    (*this)(id, Severity::kError, std::string(status.message()), policy::PlaceOf(status));
  }
  void operator()(policy::PolicyFinding finding) const {
    finding.file = file_;
    builder_->Report(std::move(finding));
  }

 private:
  std::string file_;
  PolicyInputBuilder* builder_;
};

void CheckLocation(const std::string& location, GpoTree* tree, PolicyInputBuilder* builder,
                   const FileReporter& report) {
  const auto path = policy::SplitBackupLocation(location);
  if (!path.ok()) return report("bad-path", path.status());
  const GpoTree::Presence presence = tree->Find(*path);
  if (presence == GpoTree::Presence::kFile || presence == GpoTree::Presence::kTrouble) return;
  FileReporter(absl::StrJoin(*path, "/"), builder)(
      "missing-file", Severity::kError,
      presence == GpoTree::Presence::kAbsent ? "Backup.xml names this file, and it is not there"
                                             : "Backup.xml names a file, and this is a folder");
}

GpoProcessing ProcessingOf(const policy::GpoBackupContents& contents) {
  return {GpoProcessing::Kind::kBackup, "Backup.xml", contents.machine_extensions,
          contents.machine_version == 0u};
}

std::optional<policy::GpoBackupContents> CheckContents(GpoTree* tree, PolicyInputBuilder* builder) {
  const FileReporter report("Backup.xml", builder);
  if (tree->Find(Path{"Backup.xml"}) == GpoTree::Presence::kAbsent) {
    report("no-backup-xml", Severity::kError,
           "not there: without the list of its files no backup is known to be whole");
    return std::nullopt;
  }
  const auto file = tree->Read(Path{"Backup.xml"}, policy::kMaxXmlStoreSize);
  if (!file.has_value()) return std::nullopt;
  auto contents = policy::ReadBackupContents(
      file->bytes.bytes(), [&](policy::PolicyFinding finding) { report(std::move(finding)); });
  if (!contents.ok()) {
    report("bad-backup-xml", contents.status());
    return std::nullopt;
  }
  for (const std::string& location : contents->files) {
    CheckLocation(location, tree, builder, report);
  }
  CheckStoresOfExtensions(ProcessingOf(*contents), Path{"DomainSysvol", "GPO"}, tree, builder);
  if (contents->computer_settings_disabled) {
    report("computer-settings-disabled", Severity::kError,
           "the computer settings of this GPO are disabled: nothing of them is applied");
  }
  return *std::move(contents);
}

std::optional<policy::GpoBackupInfo> ReadInfo(GpoTree* tree, PolicyInputBuilder* builder) {
  const FileReporter report("bkupInfo.xml", builder);
  if (tree->Find(Path{"bkupInfo.xml"}) == GpoTree::Presence::kAbsent) {
    report("no-bkupinfo", Severity::kWarning,
           "not there: nothing says which backup this is, and when it was taken");
    return std::nullopt;
  }
  const auto file = tree->Read(Path{"bkupInfo.xml"}, policy::kMaxXmlStoreSize);
  if (!file.has_value()) return std::nullopt;
  auto info = policy::ReadBackupInfo(
      file->bytes.bytes(), [&](policy::PolicyFinding finding) { report(std::move(finding)); });
  if (info.ok()) return *std::move(info);
  report("bad-bkupinfo", info.status());
  return std::nullopt;
}

std::string Said(const PolicySetting& setting) {
  if (setting.state == SettingState::kConflicting && setting.sources.size() == 1) {
    return setting.sources.front().problem;  // it holds on some computers only
  }
  if (setting.state != SettingState::kDefined) {
    return std::string(policy::SettingStateName(setting.state));
  }
  return absl::StrCat("0x", absl::Hex(setting.value, absl::kZeroPad8), " (", setting.value, ")");
}

// A report need not show what other stores than the security template say.
bool ReportShows(const PolicySetting& setting) {
  return std::all_of(setting.sources.begin(), setting.sources.end(),
                     [](const policy::SettingSource& source) {
                       return absl::EndsWithIgnoreCase(source.file, "GptTmpl.inf");
                     });
}

bool Disagree(const PolicySetting& stores, const PolicySetting& report) {
  if (stores.state != SettingState::kDefined && stores.state != SettingState::kNotDefined) {
    return false;  // an error already
  }
  if (report.state == SettingState::kNotDefined && !ReportShows(stores)) return false;
  return stores.state != report.state || stores.value != report.value;
}

}  // namespace

std::optional<GpoProcessing> CheckBackup(GpoTree* tree, PolicyInputBuilder* builder) {
  const auto contents = CheckContents(tree, builder);
  std::optional<GpoProcessing> processing;
  if (contents.has_value()) {
    builder->SetName(contents->display_name);
    processing = ProcessingOf(*contents);
  }
  const auto info = ReadInfo(tree, builder);
  if (!info.has_value()) return processing;
  builder->SetName(info->display_name);
  if (contents.has_value() && !absl::EqualsIgnoreCase(contents->gpo_id, info->gpo_id)) {
    builder->Report({"two-gpos",
                     Severity::kError,
                     absl::StrCat("bkupInfo.xml is about GPO ", policy::Shown(info->gpo_id),
                                  ", Backup.xml about ", policy::Shown(contents->gpo_id)),
                     kWholeCopy,
                     {}});
  }
  return processing;
}

std::optional<GpoTree::File> ReadBackupReport(GpoTree* tree) {
  return tree->Read(Path{"gpreport.xml"}, policy::kMaxXmlStoreSize, Severity::kWarning);
}

void CompareWithReport(const GpoTree::File& report, PolicyInput* input) {
  const policy::StoreFormat* const format = policy::FindStoreFormat("gpo-report");
  const PolicyInput said = ReadPolicyInput(report.path, {report.bytes.bytes()}, format, {});
  if (said.torn) {
    const std::string why = said.status.ok() ? "it has errors" : std::string(said.status.message());
    input->findings.push_back({"report-not-compared", Severity::kWarning,
                               absl::StrCat("the report is not compared with the stores: ", why),
                               kWholeCopy, policy::PlaceOf(said.status), report.path});
    return;
  }
  if (input->torn) return;
  for (const policy::SettingId id : policy::AllSettings()) {
    const PolicySetting& stores = input->settings[static_cast<size_t>(id)];
    const PolicySetting& reported = said.settings[static_cast<size_t>(id)];
    if (!Disagree(stores, reported)) continue;
    input->findings.push_back(
        {"report-disagrees", Severity::kError,
         absl::StrCat("the report says of ", policy::SettingName(id), ": ", Said(reported),
                      "; the stores of the backup: ", Said(stores)),
         "find out which of them was changed after the backup was taken",
         reported.sources.empty() ? policy::Place() : reported.sources.front().place, report.path});
    input->torn = true;
  }
}

}  // namespace ntlmatrix::stores
