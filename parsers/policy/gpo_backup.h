// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_GPO_BACKUP_H_
#define NTLMATRIX_PARSERS_POLICY_GPO_BACKUP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"

// The XML files beside the stores of a GPO backup, as the Group Policy Management Console writes
// them. No document describes them. An element that is not known is passed over; one that is
// missing where it is needed, or there twice, is InvalidArgument with the line.
namespace ntlmatrix::policy {

// One backup: what bkupInfo.xml says of its own and manifest.xml of each.
struct GpoBackupInfo {
  std::string id;            // of the backup, which is the name of its folder: "{...}"
  std::string gpo_id;        // of the GPO
  std::string display_name;  // of the GPO

  bool operator==(const GpoBackupInfo&) const = default;
};

absl::StatusOr<GpoBackupInfo> ReadBackupInfo(Bytes bytes, PolicyFindingSink findings);

// Whether these bytes are manifest.xml of backups, of which other programs have one too.
bool LooksLikeBackupManifest(Bytes bytes);

// The backups in the order of manifest.xml.
absl::StatusOr<std::vector<GpoBackupInfo>> ReadBackupManifest(Bytes bytes,
                                                              PolicyFindingSink findings);

// What Backup.xml says.
struct GpoBackupContents {
  std::string gpo_id;
  std::string display_name;
  bool computer_settings_disabled = false;        // bit 2 of Options; Flags of [MS-GPOL] 3.2.5.1.6
  std::optional<std::string> machine_extensions;  // gPCMachineExtensionNames as written
  // Of the computer settings: in Active Directory in the lower 16 bits, in GPT.INI in the upper
  // ones, [MS-GPOL] 3.2.1.4.
  std::optional<uint32_t> machine_version;
  std::vector<std::string> files;  // bkp:Location as written: "DomainSysvol\GPO\Machine\x.pol"

  bool operator==(const GpoBackupContents&) const = default;
};

absl::StatusOr<GpoBackupContents> ReadBackupContents(Bytes bytes, PolicyFindingSink findings);

// The components of a location of Backup.xml; InvalidArgument for one that may lead out of the
// backup: an empty one, `.`, `..`, or one with a character that no Windows file name has.
absl::StatusOr<std::vector<std::string>> SplitBackupLocation(absl::string_view location);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_GPO_BACKUP_H_
