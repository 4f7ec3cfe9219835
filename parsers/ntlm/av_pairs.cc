// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/av_pairs.h"

#include <limits>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_writer.h"
#include "parsers/ntlm/av_pair_reader.h"

namespace ntlmatrix::ntlm {
namespace {

constexpr absl::string_view kAvPairSection = "[MS-NLMP] 2.2.2.1";

// What a value must look like, [MS-NLMP] 2.2.2.1.
struct ValueRule {
  AvId av_id;
  absl::string_view name;
  bool utf16;
  size_t smallest;
  size_t largest;
};

constexpr size_t kAny = std::numeric_limits<uint16_t>::max();

constexpr ValueRule kValueRules[] = {
    {AvId::kNbComputerName, "MsvAvNbComputerName", true, 0, kAny},
    {AvId::kNbDomainName, "MsvAvNbDomainName", true, 0, kAny},
    {AvId::kDnsComputerName, "MsvAvDnsComputerName", true, 0, kAny},
    {AvId::kDnsDomainName, "MsvAvDnsDomainName", true, 0, kAny},
    {AvId::kDnsTreeName, "MsvAvDnsTreeName", true, 0, kAny},
    {AvId::kFlags, "MsvAvFlags", false, 4, 4},
    {AvId::kTimestamp, "MsvAvTimestamp", false, 8, 8},
    // Fields after MachineID are ignored on receipt, [MS-NLMP] 2.2.2.2.
    {AvId::kSingleHost, "MsvAvSingleHost", false, 48, kAny},
    {AvId::kTargetName, "MsvAvTargetName", true, 0, kAny},
    {AvId::kChannelBindings, "MsvAvChannelBindings", false, 16, 16},
};

// More values at fault than any list has ids.
constexpr size_t kMostValueFindings = 16;

void Add(absl::string_view rule, size_t offset, std::string text, std::vector<Finding>* findings) {
  findings->push_back({rule, kAvPairSection, Severity::kError, offset, std::move(text)});
}

void ValidateValue(const AvPair& pair, size_t offset, std::vector<Finding>* findings) {
  for (const ValueRule& rule : kValueRules) {
    if (rule.av_id != pair.av_id) continue;
    const size_t size = pair.value.size();
    if (size < rule.smallest || size > rule.largest) {
      Add("av-pair-size", offset,
          absl::StrCat(rule.name, " has ", size, " bytes instead of ", rule.smallest), findings);
    }
    if (rule.utf16 && size % 2 != 0) {
      Add("av-pair-odd-length", offset,
          absl::StrCat(rule.name, " is Unicode and has an odd length of ", size), findings);
    }
    return;
  }
  Add("av-pair-unknown-id", offset,
      absl::StrCat("AvId 0x", absl::Hex(static_cast<uint16_t>(pair.av_id), absl::kZeroPad4),
                   " is not in the table"),
      findings);
}

}  // namespace

absl::StatusOr<std::optional<Bytes>> FindAvPair(Bytes av_pairs, AvId av_id) {
  std::optional<Bytes> found;
  AvPairReader reader(av_pairs);
  for (AvPair pair; reader.Next(&pair);) {
    if (pair.av_id == av_id && !found.has_value()) found = pair.value;
  }
  if (!reader.ok()) return reader.error();
  return found;
}

absl::StatusOr<std::vector<uint8_t>> SerializeAvPairs(absl::Span<const AvPair> pairs) {
  size_t size = 4;  // of MsvAvEOL
  for (const AvPair& pair : pairs) size += 4 + pair.value.size();
  ByteWriter writer;
  writer.Reserve(size);
  for (const AvPair& pair : pairs) {
    if (pair.value.size() > std::numeric_limits<uint16_t>::max()) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "AV_PAIR 0x", absl::Hex(static_cast<uint16_t>(pair.av_id), absl::kZeroPad4), " has ",
          pair.value.size(), " bytes, more than the 65535 that AvLen can say"));
    }
    writer.WriteU16(static_cast<uint16_t>(pair.av_id));
    writer.WriteU16(static_cast<uint16_t>(pair.value.size()));
    writer.WriteBytes(pair.value);
  }
  writer.WriteU16(static_cast<uint16_t>(AvId::kEol));
  writer.WriteU16(0);
  return writer.Take();
}

std::vector<Finding> ValidateTargetInfo(Bytes target_info) {
  std::vector<Finding> findings;
  bool nb_computer_name = false;
  bool nb_domain_name = false;
  AvPairReader reader(target_info);
  for (AvPair pair; reader.Next(&pair);) {
    nb_computer_name |= pair.av_id == AvId::kNbComputerName;
    nb_domain_name |= pair.av_id == AvId::kNbDomainName;
    if (findings.size() < kMostValueFindings) {
      ValidateValue(pair, reader.offset(), &findings);
    } else if (findings.size() == kMostValueFindings) {
      findings.push_back({"av-pairs-not-judged", kAvPairSection, Severity::kNote, reader.offset(),
                          absl::StrCat("values are not judged from here on: ", kMostValueFindings,
                                       " findings before")});
    }
  }
  const size_t end = target_info.size();
  if (!reader.ok()) {
    Add("av-pair-unreadable", end - reader.remaining(), std::string(reader.error().message()),
        &findings);
  } else if (!reader.terminated()) {
    Add("av-eol-missing", end, "the list does not end with MsvAvEOL", &findings);
  }
  if (!reader.eol_value().empty()) {
    Add("av-eol-length", reader.offset(),
        absl::StrCat("MsvAvEOL has AvLen ", reader.eol_value().size()), &findings);
  }
  if (reader.terminated() && reader.remaining() > 0) {
    Add("av-eol-not-last", reader.offset(),
        absl::StrCat(reader.remaining(), " bytes follow MsvAvEOL"), &findings);
  }
  if (!nb_computer_name) {
    Add("av-nb-computer-name-missing", end, "MsvAvNbComputerName must be in the list", &findings);
  }
  if (!nb_domain_name) {
    Add("av-nb-domain-name-missing", end, "MsvAvNbDomainName must be in the list", &findings);
  }
  return findings;
}

}  // namespace ntlmatrix::ntlm
