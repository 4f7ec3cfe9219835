// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STORES_GPO_PROCESSING_H_
#define NTLMATRIX_CONFORMANCE_STORES_GPO_PROCESSING_H_

#include <optional>
#include <string>
#include <vector>

#include "conformance/stores/gpo_tree.h"
#include "conformance/stores/policy_input.h"

namespace ntlmatrix::stores {

// What one file of a GPO says of whether Windows processes its computer settings.
struct GpoProcessing {
  enum class Kind {
    kBackup,  // Backup.xml, which has what Active Directory had
    kLocal,   // GPT.INI of a local GPO, or of another outside SYSVOL
    kDomain,  // GPT.INI in SYSVOL; extensions and one of two versions are in Active Directory
  };

  Kind kind = Kind::kDomain;
  std::string file;
  std::optional<std::string> extensions;  // gPCMachineExtensionNames, where the file has it
  bool version_0 = false;                 // it counts no change of the computer settings
};

// Adds an error to the input of a GPO for each store of the computer that sets a setting and that
// Windows passes over:
//
// - its client-side extension is not among the extensions ([MS-GPOL] 3.2.5.1.10). A list in the
//   GPT.INI of SYSVOL, which does not decide, and none in that of a local GPO, are warnings;
// - the GPO counts as empty, since its version is 0 ([MS-GPOL] 3.2.5.1.6). GPT.INI has one of the
//   two versions: with 0 there, the settings hold only where the other one is not 0.
void CheckProcessing(const GpoProcessing& processing, PolicyInput* input);

// Adds an error for each of these extensions that is named and whose store is not there, below the
// folder `base`: what it said is lost.
void CheckStoresOfExtensions(const GpoProcessing& processing, const std::vector<std::string>& base,
                             GpoTree* tree, PolicyInputBuilder* builder);

}  // namespace ntlmatrix::stores

#endif  // NTLMATRIX_CONFORMANCE_STORES_GPO_PROCESSING_H_
