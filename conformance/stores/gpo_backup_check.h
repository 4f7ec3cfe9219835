// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STORES_GPO_BACKUP_CHECK_H_
#define NTLMATRIX_CONFORMANCE_STORES_GPO_BACKUP_CHECK_H_

#include <optional>

#include "conformance/stores/gpo_processing.h"
#include "conformance/stores/gpo_tree.h"
#include "conformance/stores/policy_input.h"

namespace ntlmatrix::stores {

// Holds a backup to Backup.xml and bkupInfo.xml: every file is there, both are about one GPO, and
// its computer settings are not disabled. Sets the name of the GPO. Nothing without Backup.xml that
// can be read.
std::optional<GpoProcessing> CheckBackup(GpoTree* tree, PolicyInputBuilder* builder);

// gpreport.xml, where there is one.
std::optional<GpoTree::File> ReadBackupReport(GpoTree* tree);

// Adds an error to the input of a backup for each setting of which its report says something else.
void CompareWithReport(const GpoTree::File& report, PolicyInput* input);

}  // namespace ntlmatrix::stores

#endif  // NTLMATRIX_CONFORMANCE_STORES_GPO_BACKUP_CHECK_H_
