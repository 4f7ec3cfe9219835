// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/setting_lint.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::policy {
namespace {

constexpr uint32_t kBothOptions = kRequireExtendedSessionSecurity | kRequire128Bit;
constexpr uint32_t kLegacyBits = kRequireIntegrity | kRequireConfidentiality;

class Linter {
 public:
  Linter(absl::string_view store, std::vector<PolicyFinding>* findings)
      : store_(store), findings_(findings) {}

  void LintMask(const PolicySetting& setting) {
    const uint32_t value = setting.value;
    // Bits without meaning are an error by themselves.
    if (setting.state != SettingState::kDefined || (value & ~kKnownMinSessionSecurity) != 0) return;
    const absl::string_view name = SettingName(setting.id);
    const std::string write_both = absl::StrCat("write ", value | kBothOptions, " to require both");
    if (value == 0) {
      Report(setting, "requires-nothing", Severity::kNote,
             absl::StrCat(name,
                          " 0 drops the requirement of 128-bit encryption, which is the "
                          "default of Windows 7, Windows Server 2008 R2 and later"),
             "leave it undefined for that default, or write 537395200 for both options");
    } else if ((value & kBothOptions) == kRequire128Bit) {
      Report(setting, "session-security-not-required", Severity::kNote,
             absl::StrCat(name,
                          " does not require NTLMv2 session security (extended session "
                          "security)"),
             write_both);
    } else if ((value & kBothOptions) == kRequireExtendedSessionSecurity) {
      Report(setting, "128-bit-not-required", Severity::kWarning,
             absl::StrCat(name,
                          " drops the requirement of 128-bit encryption, which is the default "
                          "of Windows 7, Windows Server 2008 R2 and later"),
             write_both);
    }
    if ((value & kLegacyBits) == 0) return;
    Report(setting, "legacy-bits", Severity::kWarning,
           absl::StrCat(name, " has bits 0x", absl::Hex(value & kLegacyBits, absl::kZeroPad8),
                        " (message integrity, confidentiality), which policy editors since Windows "
                        "7 and Windows Server 2008 R2 do not offer; they refuse connections of "
                        "applications that do not ask for it"),
           absl::StrCat("write ", value & ~kLegacyBits, ", unless that is meant"));
  }

  // At level 0 a client never uses NTLMv2 session security (KB 239869, KB 932461).
  void LintLevel(const PolicySetting& client, const PolicySetting& server,
                 const PolicySetting& level) {
    if (level.state != SettingState::kDefined || level.value != 0) return;
    if (RequiresSessionSecurity(client)) {
      Report(
          client, "never-satisfiable", Severity::kError,
          "NtlmMinClientSec requires NTLMv2 session security, which a client at "
          "LmCompatibilityLevel 0 never uses: every connection is refused (KB 932461, KB 239869)",
          "raise LmCompatibilityLevel to 1 or more, or do not require NTLMv2 session security");
    }
    if (RequiresSessionSecurity(server)) {
      Report(
          server, "peers-locked-out", Severity::kWarning,
          "NtlmMinServerSec requires NTLMv2 session security, which clients at "
          "LmCompatibilityLevel 0 never use: computers with these settings refuse each other (KB "
          "239869)",
          "raise LmCompatibilityLevel to 1 or more");
    }
  }

 private:
  static bool RequiresSessionSecurity(const PolicySetting& setting) {
    return setting.state == SettingState::kDefined &&
           (setting.value & kRequireExtendedSessionSecurity) != 0;
  }

  void Report(const PolicySetting& setting, absl::string_view id, Severity severity,
              std::string message, std::string fix) {
    const SettingSource& source = setting.sources.back();
    findings_->push_back({id, severity, std::move(message), std::move(fix), source.place,
                          source.file == store_ ? std::string() : source.file});
  }

  absl::string_view store_;
  std::vector<PolicyFinding>* findings_;
};

const PolicySetting& Of(const std::vector<PolicySetting>& settings, SettingId id) {
  return settings[static_cast<size_t>(id)];
}

}  // namespace

std::vector<PolicyFinding> LintSettings(const std::vector<PolicySetting>& settings,
                                        absl::string_view store) {
  std::vector<PolicyFinding> findings;
  Linter linter(store, &findings);
  const PolicySetting& client = Of(settings, SettingId::kNtlmMinClientSec);
  const PolicySetting& server = Of(settings, SettingId::kNtlmMinServerSec);
  linter.LintMask(client);
  linter.LintMask(server);
  linter.LintLevel(client, server, Of(settings, SettingId::kLmCompatibilityLevel));
  return findings;
}

}  // namespace ntlmatrix::policy
