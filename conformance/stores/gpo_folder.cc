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

void ReadGptIni(absl::string_view guid, GpoTree* tree, PolicyInputBuilder* builder) {
  constexpr absl::string_view kDefaultName = "New Group Policy Object";
  builder->SetName(std::string(WellKnownName(guid)));
  const auto report = [&](absl::string_view id, Severity severity, std::string message,
                          std::string file, policy::Place place = {}) {
    builder->Report({id, severity, std::move(message), "give a whole copy of the folder of the GPO",
                     place, std::move(file)});
  };
  if (tree->Find(Path{"GPT.INI"}) == GpoTree::Presence::kAbsent) {
    return report("no-gpt-ini", Severity::kError, "no GPT.INI: this is no whole copy of a GPO", "");
  }
  const auto file = tree->Read(Path{"GPT.INI"}, policy::kMaxGptIniSize);
  if (!file.has_value()) return;
  const auto ini = policy::ParseGptIni(file->bytes.bytes());
  if (!ini.ok()) {
    return report("bad-gpt-ini", Severity::kError, std::string(ini.status().message()), file->path,
                  policy::PlaceOf(ini.status()));
  }
  if (WellKnownName(guid).empty() && ini->display_name != kDefaultName) {
    builder->SetName(ini->display_name);
  }
  if (ini->without_end) {
    report("no-line-end", Severity::kWarning,
           "the line with the version has no line end; it may be cut off", file->path);
  }
  if (ini->computer_version() > 0 && tree->Find(Path{"Machine"}) == GpoTree::Presence::kAbsent) {
    report("no-machine-folder", Severity::kError,
           absl::StrCat("GPT.INI counts ", ini->computer_version(),
                        " changes of computer settings, and there is no Machine folder"),
           file->path);
    return;
  }
  const bool has_store = HasComputerStore(tree);
  if (ini->computer_version() > 0 && !has_store) {
    // A GPO of scripts alone has other files; but SecEdit is there for the template only.
    const bool other_files = tree->HoldsFiles(Path{"Machine"}) &&
                             tree->Find(Path{"Machine", "Microsoft", "Windows NT", "SecEdit"}) ==
                                 GpoTree::Presence::kAbsent;
    report("no-machine-store", other_files ? Severity::kWarning : Severity::kError,
           absl::StrCat("GPT.INI counts ", ini->computer_version(),
                        " changes of computer settings, and no store of them is there"),
           file->path);
  }
  if (ini->computer_version() == 0 && has_store) {
    builder->Report({"gpo-version-0",
                     Severity::kWarning,
                     "GPT.INI counts no change of computer settings, and there are stores of "
                     "them: Windows may take the GPO for empty and not apply it",
                     "edit the GPO with the Group Policy editor, which counts the change",
                     {},
                     file->path});
  }
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
  if (backup) {
    CheckBackup(&tree, &builder);
    report = ReadBackupReport(&tree);
  } else {
    ReadGptIni(absl::string_view(path).substr(path.rfind('/') + 1), &tree, &builder);
  }
  for (const Member& member : Members()) ReadMember(base, member, &tree, &builder);
  PolicyInput input = builder.Build(scope);
  if (report.has_value()) CompareWithReport(*report, &input);
  return input;
}

}  // namespace ntlmatrix::stores
