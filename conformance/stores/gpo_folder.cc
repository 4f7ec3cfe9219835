// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/gpo_folder.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "conformance/stores/gpo_backup_check.h"
#include "conformance/stores/gpo_processing.h"
#include "conformance/stores/gpo_tree.h"
#include "parsers/policy/gpt_ini.h"

namespace ntlmatrix::stores {
namespace {

using Path = std::vector<std::string>;

// A store of a GPO, below the folder with Machine and User.
struct Member {
  Path path;
  absl::string_view format;  // in StoreFormats()
  StoreSide side = {};
};

const std::vector<Member>& Members() {
  static const auto* const members = new std::vector<Member>{
      {{"Machine", "Registry.pol"}, "registry-pol"},
      {{"Machine", "Microsoft", "Windows NT", "SecEdit", "GptTmpl.inf"}, "security-template"},
      {{"Machine", "Preferences", "Registry", "Registry.xml"}, "gpp-registry"},
      {{"User", "Registry.pol"}, "registry-pol", kUserPolicySide},
      {{"User", "Preferences", "Registry", "Registry.xml"}, "gpp-registry", kUserPreferencesSide},
  };
  return *members;
}

// GPOs that every domain has under these names.
absl::string_view WellKnownName(absl::string_view guid) {
  if (absl::EqualsIgnoreCase(guid, "{31B2F340-016D-11D2-945F-00C04FB984F9}")) {
    return "Default Domain Policy";
  }
  if (absl::EqualsIgnoreCase(guid, "{6AC1786C-016F-11D2-945F-00C04FB984F9}")) {
    return "Default Domain Controllers Policy";
  }
  return "";
}

// A file that can't hold a setting of the computer, whatever is wrong with it.
void ReadUserFile(const GpoTree::File& file, const policy::StoreFormat& format,
                  PolicyInputBuilder* builder) {
  PolicyInputBuilder user(file.path, format.name);
  user.ReadFile(file.path, {file.bytes.bytes()}, format, kUserPolicySide);
  PolicyInput input = user.Build({});
  for (policy::PolicyFinding& finding : input.findings) {
    finding.severity = std::max(finding.severity, Severity::kWarning);
    builder->Report(std::move(finding));
  }
}

void ReadMember(const Path& base, const Member& member, GpoTree* tree,
                PolicyInputBuilder* builder) {
  Path path = base;
  path.insert(path.end(), member.path.begin(), member.path.end());
  const policy::StoreFormat* const format = policy::FindStoreFormat(member.format);
  const bool of_users = !member.side.hive.empty();
  const auto file =
      tree->Read(path, format->max_size, of_users ? Severity::kWarning : Severity::kError);
  if (!file.has_value()) return;
  if (of_users) {
    ReadUserFile(*file, *format, builder);
  } else {
    builder->ReadFile(file->path, {file->bytes.bytes()}, *format, member.side);
  }
}

bool HasComputerStore(GpoTree* tree) {
  return std::any_of(Members().begin(), Members().end(), [&](const Member& member) {
    return absl::EqualsIgnoreCase(member.path.front(), "Machine") &&
           tree->Find(member.path) != GpoTree::Presence::kAbsent;
  });
}

// Reports what a GPT.INI that could be read says against the files beside it.
void CheckGptIni(const policy::GptIni& ini, const std::string& name, bool local, GpoTree* tree,
                 PolicyInputBuilder* builder) {
  const auto report = [&](absl::string_view id, Severity severity, std::string message) {
    builder->Report(
        {id, severity, std::move(message), "give a whole copy of the folder of the GPO", {}, name});
  };
  if (ini.without_end) {
    report("no-line-end", Severity::kWarning,
           "the line with a number has no line end; it may be cut off");
  }
  if (ini.computer_settings_disabled()) {
    builder->Report({"computer-settings-disabled",
                     local ? Severity::kError : Severity::kWarning,
                     local ? "the computer settings of this local GPO are disabled (Options): "
                             "nothing of them is applied"
                           : "Options says that the computer settings are disabled; for a GPO of a "
                             "domain the flags in Active Directory decide, which are not here",
                     "enable them, or leave the GPO out",
                     {},
                     name});
  }
  if (ini.computer_version() == 0) return;
  if (tree->Find(Path{"Machine"}) == GpoTree::Presence::kAbsent) {
    return report("no-machine-folder", Severity::kError,
                  absl::StrCat("GPT.INI counts ", ini.computer_version(),
                               " changes of computer settings, and there is no Machine folder"));
  }
  if (HasComputerStore(tree)) return;
  // A GPO of scripts alone has other files; but SecEdit is there for the template only.
  const bool other_files = tree->HoldsFiles(Path{"Machine"}) &&
                           tree->Find(Path{"Machine", "Microsoft", "Windows NT", "SecEdit"}) ==
                               GpoTree::Presence::kAbsent;
  report("no-machine-store", other_files ? Severity::kWarning : Severity::kError,
         absl::StrCat("GPT.INI counts ", ini.computer_version(),
                      " changes of computer settings, and no store of them is there"));
}

std::optional<GpoProcessing> ReadGptIni(absl::string_view folder, GpoTree* tree,
                                        PolicyInputBuilder* builder) {
  constexpr absl::string_view kDefaultName = "New Group Policy Object";
  constexpr char kWholeCopy[] = "give a whole copy of the folder of the GPO";
  builder->SetName(std::string(WellKnownName(folder)));
  if (tree->Find(Path{"GPT.INI"}) == GpoTree::Presence::kAbsent) {
    builder->Report({"no-gpt-ini",
                     Severity::kError,
                     "no GPT.INI: this is no whole copy of a GPO",
                     kWholeCopy,
                     {}});
    return std::nullopt;
  }
  const auto file = tree->Read(Path{"GPT.INI"}, policy::kMaxGptIniSize);
  if (!file.has_value()) return std::nullopt;
  const auto ini = policy::ParseGptIni(file->bytes.bytes());
  if (!ini.ok()) {
    builder->Report({"bad-gpt-ini", Severity::kError, std::string(ini.status().message()),
                     kWholeCopy, policy::PlaceOf(ini.status()), file->path});
    return std::nullopt;
  }
  if (WellKnownName(folder).empty() && ini->display_name != kDefaultName) {
    builder->SetName(ini->display_name);
  }
  const bool local = !IsGuidName(folder);
  const GpoProcessing processing{local ? GpoProcessing::Kind::kLocal : GpoProcessing::Kind::kDomain,
                                 file->path, ini->machine_extensions, ini->computer_version() == 0};
  CheckGptIni(*ini, file->path, local, tree, builder);
  CheckStoresOfExtensions(processing, {}, tree, builder);
  return processing;
}

}  // namespace

bool IsGuidName(absl::string_view name) {
  constexpr absl::string_view kForm = "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";
  return name.size() == kForm.size() &&
         std::equal(name.begin(), name.end(), kForm.begin(), [](char c, char form) {
           return form == 'x' ? absl::ascii_isxdigit(static_cast<unsigned char>(c)) : c == form;
         });
}

GpoKind GpoKindOf(absl::string_view name, const std::vector<files::FolderEntry>& entries) {
  const auto has = [&](absl::string_view entry) {
    return files::FindEntry(entries, entry) != nullptr;
  };
  if (has("bkupInfo.xml") || has("Backup.xml") || has("DomainSysvol")) return GpoKind::kBackup;
  return has("GPT.INI") || IsGuidName(name) ? GpoKind::kPolicy : GpoKind::kNone;
}

PolicyInput ReadGpo(files::Folder folder, std::vector<files::FolderEntry> entries,
                    const std::string& path, GpoKind kind, const PolicyScope& scope) {
  const bool backup = kind == GpoKind::kBackup;
  PolicyInputBuilder builder(path, backup ? "gpo-backup" : "gpo-folder");
  GpoTree tree(std::move(folder), std::move(entries), &builder);
  const Path base = backup ? Path{"DomainSysvol", "GPO"} : Path();
  std::optional<GpoTree::File> report;
  std::optional<GpoProcessing> processing;
  if (backup) {
    processing = CheckBackup(&tree, &builder);
    report = ReadBackupReport(&tree);
  } else {
    processing = ReadGptIni(absl::string_view(path).substr(path.rfind('/') + 1), &tree, &builder);
  }
  for (const Member& member : Members()) ReadMember(base, member, &tree, &builder);
  PolicyInput input = builder.Build(scope);
  if (processing.has_value()) CheckProcessing(*processing, &input);
  if (report.has_value()) CompareWithReport(*report, &input);
  return input;
}

}  // namespace ntlmatrix::stores
