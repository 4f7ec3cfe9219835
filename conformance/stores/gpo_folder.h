// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STORES_GPO_FOLDER_H_
#define NTLMATRIX_CONFORMANCE_STORES_GPO_FOLDER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/files/folder.h"
#include "conformance/stores/policy_input.h"

namespace ntlmatrix::stores {

enum class GpoKind {
  kNone,    // not the folder of a GPO
  kBackup,  // of the Group Policy Management Console: Backup.xml, DomainSysvol/GPO/Machine/...
  kPolicy,  // of SYSVOL, or the local one: GPT.INI, Machine/...
};

// What the folder of that name with these entries is: one that holds bkupInfo.xml, Backup.xml or
// DomainSysvol is a backup; one that holds GPT.INI, or has a GUID for its name, a policy.
GpoKind GpoKindOf(absl::string_view name, const std::vector<files::FolderEntry>& entries);

// Whether a name is a GUID in braces.
bool IsGuidName(absl::string_view name);

// Reads a GPO, the folder with these entries, as one input: Registry.pol, GptTmpl.inf and
// Registry.xml of its computer settings.
//
// - The stores of one GPO are sources beside each other: whose value wins in Windows depends on the
//   order of the client-side extensions, so that values that differ are conflicting.
// - Registry.pol of the user settings is read for settings that stand there by mistake; what can't
//   be read there is a warning, since no setting of a computer takes effect from it.
// - gpreport.xml of a backup is a report about the stores and no source: when it says something
//   else than they do, one of them was changed after the backup, which is an error.
// - A file that Backup.xml names and that is not there, no Backup.xml, no GPT.INI in a policy, and
//   no Machine folder where GPT.INI counts changes of computer settings, are errors: the folder is
//   no whole copy. Folders that Backup.xml names may be missing, since many tools lose empty ones.
// - Computer settings that Backup.xml, or GPT.INI of a local GPO, says are disabled are an error:
//   nothing of them is applied. In SYSVOL, where Active Directory says it, they are a warning.
// - A store that sets a setting and that Windows passes over is one too, CheckProcessing.
PolicyInput ReadGpo(files::Folder folder, std::vector<files::FolderEntry> entries,
                    const std::string& path, GpoKind kind, const PolicyScope& scope);

}  // namespace ntlmatrix::stores

#endif  // NTLMATRIX_CONFORMANCE_STORES_GPO_FOLDER_H_
