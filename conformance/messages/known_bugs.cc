// SPDX-License-Identifier: Apache-2.0

#include "conformance/messages/known_bugs.h"

namespace ntlmatrix::conformance::messages {
namespace {

constexpr KnownBug kKnownBugs[] = {
    {"CVE-2003-0159", "Ethereal", "a long value in a fixed buffer", ""},
    {"CVE-2004-0541", "Squid", "a long response in a fixed buffer", ""},
    {"CVE-2005-0022", "Exim", "a long message decoded into a fixed structure", ""},
    {"CVE-2005-0097", "Squid", "a malformed AUTHENTICATE_MESSAGE is a null pointer", ""},
    {"CVE-2005-0490", "curl", "a long CHALLENGE_MESSAGE in a fixed buffer", ""},
    {"CVE-2005-3185", "curl, wget", "user and domain longer than a fixed buffer",
     "the names are the client's own and come from no message"},
    {"CVE-2012-3482", "fetchmail", "TargetName outside, and replies that are no message", ""},
    {"CVE-2013-1590", "Wireshark", "a long value in a fixed buffer", ""},
    {"CVE-2016-2110", "Samba", "protection that was asked for is stripped on the way", ""},
    {"CVE-2017-8816", "curl", "the size of user and password overflows",
     "the password comes from no message"},
    {"CVE-2018-1139", "Samba", "NTLM is accepted where the configuration forbids it", ""},
    {"CVE-2018-14618", "curl", "the size of the password overflows",
     "the password comes from no message"},
    {"CVE-2018-16890", "curl", "TargetInfo whose offset and length wrap", ""},
    {"CVE-2018-8789", "FreeRDP", "any value whose offset and length wrap", ""},
    {"CVE-2019-1019", "Windows", "the names are removed from TargetInfo", ""},
    {"CVE-2019-1040", "Windows", "flags, Version and MIC are removed", ""},
    {"CVE-2019-1166", "Windows", "MsvAvFlags is injected into TargetInfo", ""},
    {"CVE-2019-1338", "Windows", "an LMv2 response carries no promise of a MIC", ""},
    {"CVE-2019-17266", "libsoup", "values that end past the message", ""},
    {"CVE-2019-17455", "libntlm", "long names in fixed structures when building",
     "the names are the client's own and come from no message"},
    {"CVE-2019-3822", "curl", "a TargetInfo whose repetition is too long for a buffer", ""},
    {"CVE-2020-11086", "FreeRDP", "an NtChallengeResponse shorter than its structures", ""},
    {"CVE-2020-11087", "FreeRDP", "AUTHENTICATE_MESSAGE ends before NegotiateFlags", ""},
    {"CVE-2020-11088", "FreeRDP", "NEGOTIATE_MESSAGE ends before NegotiateFlags", ""},
    {"CVE-2020-11097", "FreeRDP", "the last AV_PAIR passes the end, or has an unknown AvId", ""},
    {"CVE-2020-13396", "FreeRDP", "a short CHALLENGE_MESSAGE, and values that overlap", ""},
    {"CVE-2022-2127", "Samba", "an LmChallengeResponse of another size", ""},
    {"CVE-2023-0210", "Linux ksmbd", "an NtChallengeResponse shorter than 16 bytes", ""},
    {"CVE-2023-25563", "gss-ntlmssp", "any value whose offset and length wrap", ""},
    {"CVE-2023-25564", "gss-ntlmssp", "strings that are no UTF-16", ""},
    {"CVE-2023-25565", "gss-ntlmssp", "a broken pair after structures inside TargetInfo", ""},
    {"CVE-2023-25566", "gss-ntlmssp", "a user name that states a domain twice", ""},
    {"CVE-2023-25567", "gss-ntlmssp", "MsvAvTimestamp and MsvAvFlags that are too short", ""},
    {"CVE-2023-42114", "Exim", "NtChallengeResponse outside the message", ""},
    {"CVE-2023-42116", "Exim", "UserName outside the message, and a long one", ""},
    {"CVE-2025-33073", "Windows", "protection is stripped from NEGOTIATE_MESSAGE", ""},
    {"Ettercap #960", "Ettercap", "base64 that was not decoded", ""},
    {"FreeRDP #12603", "FreeRDP", "valid values before one that is not", ""},
    {"FreeRDP 41b719a89", "FreeRDP", "signatures shorter than 16 bytes",
     "signatures come after authentication, in no message of it"},
    {"FreeRDP 6931f54fa", "FreeRDP", "a list of AV_PAIRs without end", ""},
    {"gss-ntlmssp a060d02", "gss-ntlmssp", "an empty TargetName with its flags", ""},
    {"mssql-jdbc 002b083a", "mssql-jdbc", "the MIC in the place of Version", ""},
    {"php-ntlm #5", "php-ntlm", "a BufferOffset where Len is zero", ""},
};

}  // namespace

absl::Span<const KnownBug> KnownBugs() { return kKnownBugs; }

}  // namespace ntlmatrix::conformance::messages
