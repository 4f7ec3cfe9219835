// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STORES_FOLDER_WALK_H_
#define NTLMATRIX_CONFORMANCE_STORES_FOLDER_WALK_H_

#include <cstddef>
#include <string>

#include "conformance/files/folder.h"
#include "conformance/stores/policy_path.h"

namespace ntlmatrix::stores {

inline constexpr size_t kMaxFolderDepth = 64;

// Reads the GPOs and stores in a folder, in the order of their names without letter case:
//
// - The folder of a GPO is one input, ReadGpo; what else is in it is not looked at.
// - A folder with manifest.xml of backups is held to it: a backup that it names and that is not
//   there is an unreadable input.
// - Of other folders, every file that looks like a policy store is an input. A file that does not
//   is passed over and counted where MayPassOver allows it; else it is an unreadable input, as are
//   links, pipes, and what can't be opened.
// - The transaction logs beside a hive belong to it.
//
// False when the sink ended the reading.
bool WalkFolder(files::Folder folder, const std::string& path, const PathOptions& options,
                PolicyInputSink sink);

}  // namespace ntlmatrix::stores

#endif  // NTLMATRIX_CONFORMANCE_STORES_FOLDER_WALK_H_
