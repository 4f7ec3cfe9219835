// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/policy_sarif_rules.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace ntlmatrix::report {
namespace {

struct Help {
  absl::string_view id;
  absl::string_view text;
};

// The kinds that are about what a store says. Those about how it is written speak for themselves.
constexpr Help kHelp[] = {
    {"128-bit-not-required",
     "The value requires NTLMv2 session security and drops the requirement of 128-bit encryption "
     "that is the default of Windows 7, Windows Server 2008 R2 and later."},
    {"baseline-not-comparable",
     "Nothing may be concluded from the setting or from the whole store, so that it can't be "
     "compared with the baseline."},
    {"cannot-require",
     "Stores of this kind say what a computer offers; they can't require anything of NTLM."},
    {"computer-settings-disabled",
     "The computer settings of the GPO are disabled, so that nothing of them is applied."},
    {"conditional", "The setting holds on some computers only, so that it is not known where."},
    {"conflicting", "The store sets the same setting several times, to different values."},
    {"deleted",
     "The store deletes the setting, so that the default applies, or what other stores "
     "say."},
    {"doubled-backslash",
     "The name of the key has doubled backslashes; no document says what Windows does with it."},
    {"duplicate", "The store sets the same setting several times, alike."},
    {"enum-instead-of-mask",
     "The value is the number of a choice in the Intune API where a mask belongs; as a mask it "
     "requires nothing."},
    {"extension-not-named",
     "The GPO does not name the client-side extension that reads the store which sets the setting, "
     "so that Windows passes over that store."},
    {"gpo-version-0",
     "Windows takes a GPO whose version is 0 for empty and does not apply it, whatever its stores "
     "set."},
    {"legacy-bits",
     "The value has a bit that policy editors since Windows 7 and Windows Server 2008 R2 do not "
     "offer. It refuses connections of applications that do not ask for message integrity or "
     "confidentiality."},
    {"malformed", "The data of the setting can't be read as a value that it may have."},
    {"missing-store",
     "The GPO names a client-side extension, and the store which that reads is not there: what it "
     "said is lost."},
    {"misspelt-name", "A name is nearly that of a setting, and no setting."},
    {"never-satisfiable",
     "NtlmMinClientSec requires NTLMv2 session security, which a client at LmCompatibilityLevel 0 "
     "never uses: every connection is refused."},
    {"no-extension-names",
     "GPT.INI does not name the client-side extensions that read the stores, as that of a local "
     "GPO "
     "does."},
    {"not-required",
     "The store does not define what --require asks for, or nothing may be concluded from it."},
    {"peers-locked-out",
     "As a server the computer requires NTLMv2 session security, which a client at its own "
     "LmCompatibilityLevel never uses: computers with this policy refuse each other."},
    {"requires-nothing",
     "The value is 0, which drops the requirement of 128-bit encryption that is the default of "
     "Windows 7, Windows Server 2008 R2 and later."},
    {"results-left-out", "There were more results than code scanning keeps."},
    {"session-security-not-required",
     "The value requires 128-bit encryption and not NTLMv2 session security (extended session "
     "security), so that a session may go without it."},
    {"stricter-than-baseline",
     "The setting requires all that the baseline wants, and more. A scanner that tests for "
     "equality reports it."},
    {"unknown-bits", "The value has bits that no document gives a meaning."},
    {"unreadable", "The policy store can't be read, so that nothing may be concluded from it."},
    {"unreadable-file",
     "A file of the policy store can't be read, so that nothing may be concluded from what is "
     "absent."},
    {"weaker-than-baseline",
     "The setting is not defined, or does not require all that the baseline wants."},
    {"wrong-location", "The name of a setting stands where no setting is read from."},
    {"wrong-type", "The setting is not of the type REG_DWORD."},
};

}  // namespace

std::string FindingHelp(absl::string_view id) {
  const auto* const help = std::find_if(std::begin(kHelp), std::end(kHelp),
                                        [&](const Help& one) { return one.id == id; });
  if (help != std::end(kHelp)) return std::string(help->text);
  return absl::StrCat("How the policy store is written: ", absl::StrReplaceAll(id, {{"-", " "}}),
                      ". The message says what is wrong, where, and how to mend it.");
}

}  // namespace ntlmatrix::report
