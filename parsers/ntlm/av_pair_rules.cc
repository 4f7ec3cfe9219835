// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/av_pair_rules.h"

#include <cstdint>
#include <iterator>
#include <limits>

#include "absl/base/attributes.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/single_host_data.h"

namespace ntlmatrix::ntlm {
namespace {

constexpr size_t kPairHeaderSize = 4;
constexpr uint16_t kAny = std::numeric_limits<uint16_t>::max();

// What a value must look like, [MS-NLMP] 2.2.2.1.
struct ValueRule {
  absl::string_view name;
  bool utf16 = false;
  uint16_t smallest = 0;
  uint16_t largest = kAny;
};

// By AvId. Fields after MachineID are ignored on receipt, [MS-NLMP] 2.2.2.2.
constexpr ValueRule kValueRules[] = {
    {"MsvAvEOL"},
    {"MsvAvNbComputerName", true},
    {"MsvAvNbDomainName", true},
    {"MsvAvDnsComputerName", true},
    {"MsvAvDnsDomainName", true},
    {"MsvAvDnsTreeName", true},
    {"MsvAvFlags", false, 4, 4},
    {"MsvAvTimestamp", false, 8, 8},
    {"MsvAvSingleHost", false, 48},
    {"MsvAvTargetName", true},
    {"MsvAvChannelBindings", false, 16, 16},
};

static_assert(std::size(kValueRules) == kAvIdsInTable);

// More values at fault than any list has ids.
constexpr size_t kMostValueFindings = 16;

bool EndsWithNul(Bytes utf16) {
  const size_t size = utf16.size();
  return size >= 2 && utf16[size - 1] == 0 && utf16[size - 2] == 0;
}

class ListRules {
 public:
  ListRules(AvPairsIn sender, size_t offset, FindingList* findings)
      : sender_(sender), offset_(offset), findings_(findings) {}

  void Value(const AvPair& pair, size_t at);
  // A copy of the reader: the caller's stays in registers.
  void End(AvPairReader reader, size_t list_size, Bytes after_eol);

 private:
  // With the rule's own text, or the parts of another. Cold, as most lists have no findings.
  template <typename... Parts>
  ABSL_ATTRIBUTE_COLD ABSL_ATTRIBUTE_NOINLINE void Add(RuleId id, size_t at, const Parts&... text) {
    if constexpr (sizeof...(text) == 0) {
      findings_->Add(id, offset_ + at);
    } else {
      findings_->Add(id, offset_ + at, absl::StrCat(text...));
    }
    // Notes are few: each is made once a list or once an AvId.
    if (RuleOf(id).severity != Severity::kNote) full_ = ++counted_ >= kMostValueFindings;
  }
  bool MayJudge(size_t at);
  void Name(const ValueRule& rule, Bytes value, size_t at);
  void AvFlags(Bytes value, size_t at);
  void SingleHost(Bytes value, size_t at);

  AvPairsIn sender_;
  size_t offset_;
  FindingList* findings_;
  size_t counted_ = 0;  // findings that are no notes
  bool full_ = false;   // kMostValueFindings or more of them
  bool gave_up_ = false;
  uint32_t seen_ = 0;   // a bit for each AvId of the table
  uint32_t twice_ = 0;  // likewise
};

bool ListRules::MayJudge(size_t at) {
  if (!full_) return true;
  if (!gave_up_) {
    Add(RuleId::kAvPairsNotJudged, at, "values are not judged from here on: ", kMostValueFindings,
        " findings before");
    gave_up_ = true;
  }
  return false;
}

void ListRules::Value(const AvPair& pair, size_t at) {
  const auto id = static_cast<uint16_t>(pair.av_id);
  const bool known = id < std::size(kValueRules);
  const uint32_t bit = known ? 1u << id : 0;
  const bool twice = (seen_ & bit) != 0;
  const bool second = twice && (twice_ & bit) == 0;
  seen_ |= bit;
  if (twice) twice_ |= bit;
  if (!MayJudge(at)) return;
  if (!known) {
    Add(RuleId::kAvPairUnknownId, at, "AvId 0x", absl::Hex(id, absl::kZeroPad4),
        " is not in the table");
    return;
  }
  const ValueRule& rule = kValueRules[id];
  if (second) {
    Add(RuleId::kAvPairTwice, at, rule.name,
        " is there a second time; no document says which counts");
  }
  const size_t size = pair.value.size();
  if (size < rule.smallest || size > rule.largest) {
    Add(RuleId::kAvPairSize, at, rule.name, " has ", size, " bytes instead of ", rule.smallest);
  } else if (rule.utf16) {
    Name(rule, pair.value, at);
  } else if (pair.av_id == AvId::kFlags) {
    if (!twice) AvFlags(pair.value, at + kPairHeaderSize);
  } else if (pair.av_id == AvId::kSingleHost) {
    SingleHost(pair.value, at + kPairHeaderSize);
  }
}

void ListRules::Name(const ValueRule& rule, Bytes value, size_t at) {
  if (value.size() % 2 != 0) {
    Add(RuleId::kAvPairOddLength, at, rule.name, " is Unicode and has an odd length of ",
        value.size());
    return;
  }
  if (const size_t bad = FindInvalidUtf16(value); bad != value.size()) {
    Add(RuleId::kAvPairNotUtf16, at + kPairHeaderSize + bad, rule.name,
        " is Unicode and has a lone surrogate");
  }
  if (EndsWithNul(value)) {
    Add(RuleId::kAvPairNulTerminated, at + kPairHeaderSize + value.size() - 2, rule.name,
        " must not be null-terminated");
  }
}

void ListRules::AvFlags(Bytes value, size_t at) {
  constexpr uint32_t kDefined =
      av_flags::kConstrained | av_flags::kMicPresent | av_flags::kUntrustedSpn;
  uint32_t set = 0;
  if (!ByteReader(value).ReadU32(&set)) return;
  if ((set & ~kDefined) != 0) {
    Add(RuleId::kAvFlagsUnknownBits, at,
        "MsvAvFlags has bits that the document does not define: 0x",
        absl::Hex(set & ~kDefined, absl::kZeroPad8));
  }
  constexpr uint32_t kOfClient = av_flags::kMicPresent | av_flags::kUntrustedSpn;
  if (sender_ == AvPairsIn::kChallenge && (set & kOfClient) != 0) {
    Add(RuleId::kAvFlagsMicInChallenge, at);
  }
}

void ListRules::SingleHost(Bytes value, size_t at) {
  const auto data = SingleHostData::Parse(value);
  if (!data.ok()) return;
  if (data->size != value.size()) {
    Add(RuleId::kSingleHostSize, at, "Size of Single_Host_Data is ", data->size,
        " and the value has ", value.size(), " bytes");
  }
  constexpr size_t kZ4Offset = 4;
  if (data->z4 != 0) Add(RuleId::kSingleHostZ4, at + kZ4Offset);
}

void ListRules::End(AvPairReader reader, size_t list_size, Bytes after_eol) {
  constexpr uint8_t kZ4[] = {0, 0, 0, 0};
  if (!reader.ok()) {
    Add(RuleId::kAvPairUnreadable, list_size - reader.remaining(), reader.error().message());
  } else if (!reader.terminated()) {
    Add(RuleId::kAvEolMissing, list_size);
  }
  if (!reader.eol_value().empty()) {
    Add(RuleId::kAvEolLength, reader.offset(), "MsvAvEOL has AvLen ", reader.eol_value().size());
  }
  if (sender_ == AvPairsIn::kClientResponse) {
    // Z(4) alone is no list: there was no TargetInfo, [MS-NLMP] 3.3.2.
    const bool no_list = list_size == sizeof(kZ4);
    if (reader.terminated() && !no_list && after_eol != Bytes(kZ4)) {
      Add(RuleId::kAuthenticateBytesAfterEol, list_size - after_eol.size());
    }
    return;
  }
  if (reader.terminated() && !after_eol.empty()) {
    Add(RuleId::kAvEolNotLast, reader.offset(), after_eol.size(), " bytes follow MsvAvEOL");
  }
  const auto missing = [this](AvId id) { return (seen_ >> static_cast<int>(id) & 1) == 0; };
  if (missing(AvId::kNbComputerName)) {
    Add(RuleId::kAvNbComputerNameMissing, list_size);
  }
  if (missing(AvId::kNbDomainName)) {
    Add(RuleId::kAvNbDomainNameMissing, list_size);
  }
}

}  // namespace

absl::string_view TableName(AvId av_id) {
  const auto id = static_cast<size_t>(av_id);
  return id < std::size(kValueRules) ? kValueRules[id].name : absl::string_view();
}

void ValidateAvPairs(Bytes av_pairs, AvPairsIn sender, size_t offset, FindingList* findings) {
  ListRules rules(sender, offset, findings);
  AvPairReader reader(av_pairs);
  for (AvPair pair; reader.Next(&pair);) rules.Value(pair, reader.offset());
  Bytes after_eol;
  if (!ByteReader(av_pairs).ReadAt(av_pairs.size() - reader.remaining(), reader.remaining(),
                                   &after_eol)) {
    return;
  }
  rules.End(reader, av_pairs.size(), after_eol);
}

}  // namespace ntlmatrix::ntlm
