// SPDX-License-Identifier: Apache-2.0

// read_challenge [HEX]: says what a CHALLENGE_MESSAGE holds and what is wrong with it.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/flag_names.h"

namespace {

namespace ntlm = ntlmatrix::ntlm;
using ntlmatrix::Bytes;

// [MS-NLMP] 4.2.4.3.
constexpr absl::string_view kExample =
    "4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef000000000000000024002400440000"
    "00"
    "060070170000000f53006500720076006500720002000c0044006f006d00610069006e0001000c0053006500720076"
    "00"
    "6500720000000000";

std::string Hex(Bytes bytes) {
  return absl::BytesToHexString(std::string(bytes.begin(), bytes.end()));
}

// A name of the message, or its bytes where they are no UTF-16.
std::string Name(Bytes utf16) { return ntlmatrix::Utf16ToUtf8(utf16).value_or(Hex(utf16)); }

int Describe(Bytes bytes) {
  // Views in `message` point into `bytes`.
  const auto message = ntlm::ChallengeMessage::Parse(bytes);
  if (!message.ok()) {
    std::fprintf(stderr, "%s\n", std::string(message.status().message()).c_str());
    return 1;
  }
  const std::string flags = ntlm::FlagNames(message->negotiate_flags);
  std::printf("flags       %s\n", absl::StrReplaceAll(flags, {{" | ", "\n            "}}).c_str());
  std::printf("challenge   %s\n", Hex(message->server_challenge).c_str());
  std::printf("TargetName  %s\n", Name(message->target_name).c_str());
  if (const auto& version = message->version) {
    std::printf("Version     %d.%d.%d\n", version->product_major_version,
                version->product_minor_version, version->product_build);
  }
  ntlm::AvPairReader pairs(message->target_info.value_or(Bytes()));
  for (ntlm::AvPair pair; pairs.Next(&pair);) {
    const auto text = pair.av_id <= ntlm::AvId::kDnsTreeName ? Name : Hex;
    std::printf("AvId %-6d %s\n", static_cast<int>(pair.av_id), text(pair.value).c_str());
  }
  for (const ntlmatrix::Finding& finding : message->Validate()) {
    std::printf("%s at offset %zu: %s (%s)\n",
                std::string(ntlmatrix::SeverityName(finding.severity)).c_str(), finding.offset,
                finding.text.c_str(), std::string(finding.section).c_str());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const absl::string_view hex = argc > 1 ? argv[1] : kExample;
  if (hex.size() % 2 != 0 || !std::all_of(hex.begin(), hex.end(), absl::ascii_isxdigit)) {
    std::fprintf(stderr, "usage: read_challenge [HEX]\n");
    return 2;
  }
  const std::string bytes = absl::HexStringToBytes(hex);
  return Describe(std::vector<uint8_t>(bytes.begin(), bytes.end()));
}
