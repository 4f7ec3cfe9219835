// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_OS_H_
#define NTLMATRIX_PARSERS_POLICY_OS_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace ntlmatrix::policy {

// A Windows version whose defaults are documented, in order of release.
enum class Os : uint8_t {
  k2000,
  kXp,
  k2003,
  kVista,
  k2008,
  k7,
  k2008R2,
  k8,
  k2012,
  k8Point1,
  k2012R2,
  k10,
  k2016,
  k11,
  k2019,
  k2022,
  k2025,
};

absl::Span<const Os> AllOses();

// The name on the command line and in reports: "2008r2".
absl::string_view OsName(Os os);

std::optional<Os> ParseOs(absl::string_view name);

// Whether it was sold as a client and as a server; Windows 2000 was both.
bool IsClient(Os os);
bool IsServer(Os os);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_OS_H_
