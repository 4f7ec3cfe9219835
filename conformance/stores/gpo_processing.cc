// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/gpo_processing.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "parsers/policy/extension_names.h"

namespace ntlmatrix::stores {
namespace {

using Path = std::vector<std::string>;

// A client-side extension and the store that it reads, below the folder with Machine and User.
struct Extension {
  absl::string_view guid;
  absl::string_view what;
  Path store;
};

const std::vector<Extension>& Extensions() {
  static const auto* const extensions = new std::vector<Extension>{
      {policy::kRegistryCseGuid, "registry settings", {"Machine", "Registry.pol"}},
      {policy::kSecurityCseGuid,
       "security settings",
       {"Machine", "Microsoft", "Windows NT", "SecEdit", "GptTmpl.inf"}},
      {policy::kRegistryPreferencesCseGuid,
       "registry preferences",
       {"Machine", "Preferences", "Registry", "Registry.xml"}},
  };
  return *extensions;
}

// The file of this store that sets a setting, as the input names it; empty when none does.
std::string FileThatSets(const PolicyInput& input, const Extension& extension) {
  const std::string store = absl::StrJoin(extension.store, "/");
  for (const policy::PolicySetting& setting : input.settings) {
    for (const policy::SettingSource& source : setting.sources) {
      if (absl::EqualsIgnoreCase(source.file, store) ||
          absl::EndsWithIgnoreCase(source.file, "/" + store)) {
        return source.file;
      }
    }
  }
  return "";
}

void Add(absl::string_view id, Severity severity, std::string message, absl::string_view fix,
         const std::string& file, PolicyInput* input) {
  input->findings.push_back({id, severity, std::move(message), std::string(fix), {}, file});
  input->torn |= severity == Severity::kError;
}

void CheckExtension(const GpoProcessing& processing, const Extension& extension,
                    const std::string& set_by, PolicyInput* input) {
  constexpr absl::string_view kFix =
      "change one of these settings in the Group Policy editor, which then names the extension";
  const std::string reader =
      absl::StrCat("the extension for ", extension.what, " ", extension.guid);
  const bool decides = processing.kind != GpoProcessing::Kind::kDomain;
  if (processing.extensions.has_value()) {
    if (policy::NamesExtension(*processing.extensions, extension.guid)) return;
    Add("extension-not-named", decides ? Severity::kError : Severity::kWarning,
        absl::StrCat("gPCMachineExtensionNames does not name ", reader, ", so that Windows passes ",
                     "over ", set_by, " ([MS-GPOL] 3.2.5.1.10)",
                     decides ? ""
                             : "; for a GPO of a domain the attribute in Active Directory decides, "
                               "which is not here"),
        kFix, processing.file, input);
  } else if (processing.kind == GpoProcessing::Kind::kLocal) {
    Add("no-extension-names", Severity::kWarning,
        absl::StrCat("no gPCMachineExtensionNames; if this is a local GPO, Windows does not know ",
                     "that ", reader, " has to read ", set_by,
                     "; for a GPO of a domain Active Directory says so, which is not here"),
        kFix, processing.file, input);
  }
}

}  // namespace

void CheckProcessing(const GpoProcessing& processing, PolicyInput* input) {
  bool sets = false;
  for (const Extension& extension : Extensions()) {
    const std::string set_by = FileThatSets(*input, extension);
    if (set_by.empty()) continue;
    sets = true;
    CheckExtension(processing, extension, set_by, input);
  }
  if (!processing.version_0 || !sets) return;
  Add("gpo-version-0", Severity::kError,
      absl::StrCat("the version of the computer settings is 0",
                   processing.kind == GpoProcessing::Kind::kBackup
                       ? ", in Active Directory too: Windows does not apply them"
                       : "; unless it is another one in Active Directory, which is not here, "
                         "Windows does not apply them",
                   " ([MS-GPOL] 3.2.5.1.6)"),
      "change a setting in the Group Policy editor, which counts the change", processing.file,
      input);
}

void CheckStoresOfExtensions(const GpoProcessing& processing, const Path& base, GpoTree* tree,
                             PolicyInputBuilder* builder) {
  if (!processing.extensions.has_value()) return;
  for (const Extension& extension : Extensions()) {
    Path path = base;
    path.insert(path.end(), extension.store.begin(), extension.store.end());
    if (!policy::NamesExtension(*processing.extensions, extension.guid) ||
        tree->Find(path) != GpoTree::Presence::kAbsent) {
      continue;
    }
    builder->Report(
        {"missing-store",
         Severity::kError,
         absl::StrCat("the GPO has ", extension.what, " (", extension.guid,
                      " in gPCMachineExtensionNames), and there is no ", extension.store.back()),
         "give a whole copy of the GPO",
         {},
         processing.file});
  }
}

}  // namespace ntlmatrix::stores
