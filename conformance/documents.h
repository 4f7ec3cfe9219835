// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DOCUMENTS_H_
#define NTLMATRIX_CONFORMANCE_DOCUMENTS_H_

#include "absl/strings/string_view.h"

namespace ntlmatrix::conformance {

// A published text that rules stand on.
struct Document {
  absl::string_view title;
  absl::string_view place;  // where to read it: an address, or repository and path
};

// The documents that rules cite.
namespace documents {

// [MS-NLMP] NT LAN Manager (NTLM) Authentication Protocol, v36.0 of 2024-04-23.
inline constexpr Document kMsNlmp = {
    "[MS-NLMP] v36.0", "https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/"};

// [MS-RPCE] Remote Procedure Call Protocol Extensions, v35.0 of 2024-09-16.
inline constexpr Document kMsRpce = {
    "[MS-RPCE] v35.0", "https://learn.microsoft.com/openspecs/windows_protocols/ms-rpce/"};

// How to enable NTLM 2 authentication.
inline constexpr Document kKb239869 = {
    "KB 239869",
    "https://learn.microsoft.com/troubleshoot/windows-client/windows-security/"
    "enable-ntlm-2-authentication"};

// Security configuration guidance support: what the settings may conflict with.
inline constexpr Document kKb932461 = {"KB 932461", "https://support.microsoft.com/kb/932461"};

// The policy page for clients of 12 October 2016, whose two explanations are exchanged.
inline constexpr Document kPage2016 = {
    "2016 page",
    "Network security: Minimum session security for NTLM SSP based (including secure RPC) clients, "
    "12 October 2016, asset 9cb13ceb-dd15-4cb3-b82e-5df4ebe4fd37"};

// The same page after the correction of 27 July 2017.
inline constexpr Document kCorrectedPage = {
    "corrected page",
    "github.com/MicrosoftDocs/windows-itpro-docs: "
    "windows/security/threat-protection/security-policy-settings/network-security-minimum-session-"
    "security-for-ntlm-ssp-based-including-secure-rpc-clients.md"};

// The pull request that exchanged the explanations back.
inline constexpr Document kPullRequest253 = {
    "windows-itpro-docs PR #253", "https://github.com/MicrosoftDocs/windows-itpro-docs/pull/253"};

// Network security: LAN Manager authentication level.
inline constexpr Document kLevelPage = {
    "LAN Manager authentication level page",
    "github.com/MicrosoftDocs/windows-itpro-docs: "
    "windows/security/threat-protection/security-policy-settings/"
    "network-security-lan-manager-authentication-level.md"};

// The policy page for servers.
inline constexpr Document kServersPage = {
    "servers page",
    "github.com/MicrosoftDocs/windows-itpro-docs: "
    "windows/security/threat-protection/security-policy-settings/network-security-minimum-session-"
    "security-for-ntlm-ssp-based-including-secure-rpc-servers.md"};

// LmCompatibilityLevel in the registry reference of Windows 2000.
inline constexpr Document kCc960646 = {"TechNet cc960646",
                                       "https://technet.microsoft.com/en-us/library/cc960646.aspx"};

// Policy CSP LocalPoliciesSecurityOptions.
inline constexpr Document kPolicyCsp = {"Policy CSP LocalPoliciesSecurityOptions",
                                        "https://learn.microsoft.com/windows/client-management/mdm/"
                                        "policy-csp-localpoliciessecurityoptions"};

// The issue in which a Windows session key was compared with [MS-NLMP].
inline constexpr Document kGssNtlmssp13 = {"gss-ntlmssp issue 13",
                                           "https://github.com/gssapi/gss-ntlmssp/issues/13"};

}  // namespace documents

// A sentence of a document.
struct Citation {
  Document document;
  absl::string_view section;
  absl::string_view quote;  // one sentence, as printed
};

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_DOCUMENTS_H_
