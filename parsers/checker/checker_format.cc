// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/checker_format.h"

#include "parsers/checker/hardening_kitty.h"
#include "parsers/checker/nessus_audit.h"
#include "parsers/checker/wazuh_sca.h"

namespace ntlmatrix::checker {

absl::Span<const CheckerFormat> CheckerFormats() {
  static constexpr CheckerFormat kFormats[] = {
      {"nessus-audit", "Nessus .audit file", LooksLikeNessusAudit, ReadNessusAudit},
      {"hardeningkitty", "HardeningKitty finding list (CSV)", LooksLikeHardeningKitty,
       ReadHardeningKitty},
      {"wazuh-sca", "Wazuh SCA policy (YAML)", LooksLikeWazuhSca, ReadWazuhSca},
  };
  return kFormats;
}

const CheckerFormat* FindCheckerFormat(absl::string_view name) {
  for (const CheckerFormat& format : CheckerFormats()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

const CheckerFormat* GuessCheckerFormat(Bytes bytes) {
  for (const CheckerFormat& format : CheckerFormats()) {
    if (format.looks_like(bytes)) return &format;
  }
  return nullptr;
}

}  // namespace ntlmatrix::checker
