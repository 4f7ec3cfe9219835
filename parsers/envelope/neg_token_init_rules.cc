// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "parsers/envelope/mech_type.h"
#include "parsers/envelope/neg_token_init.h"
#include "parsers/envelope/object_identifier.h"
#include "parsers/envelope/spnego_rule.h"
#include "parsers/envelope/token_kind.h"

namespace ntlmatrix::envelope {
namespace {

// Enough for every list that was ever seen, and few enough to compare each with each.
constexpr size_t kMechsCompared = 32;
constexpr size_t kFlagOctets = 4;

bool IsInit2(const NegTokenInit& t) { return t.form == NegTokenInitForm::kNegTokenInit2; }

// The preferred mechanism; nullopt when the list is absent or empty.
std::optional<Bytes> FirstMech(const NegTokenInit& t) {
  Bytes first;
  if (!t.mech_types.has_value() || !MechTypeReader(*t.mech_types).Next(&first)) return std::nullopt;
  return first;
}

// A mechanism whose token can be told from any other has to have such a token.
bool IsTokenOfOtherMech(const NegTokenInit& t) {
  const std::optional<Bytes> first = FirstMech(t);
  if (!first.has_value() || !t.mech_token.has_value()) return false;
  const std::optional<Bytes> mech = MechTypeOfToken(*t.mech_token);
  if (!mech.has_value()) return *first == Bytes(mech::kNtlmssp) || *first == Bytes(mech::kNegoex);
  return !IsSameMech(*mech, *first);
}

// The context of NTLM is established by the third message, and no other by no message.
bool IsMicEarly(const NegTokenInit& t) {
  if (!t.mech_list_mic.has_value()) return false;
  return !t.mech_token.has_value() || LooksLikeNtlm(*t.mech_token);
}

using Rule = SpnegoRule<NegTokenInit>;

constexpr Rule kRules[] = {
    {"spnego-framing-missing", "[RFC 4178] 4.2", Severity::kError, SpnegoPlace::kToken,
     [](const NegTokenInit& t) { return !t.this_mech.has_value(); },
     "the first token must have the framing of [RFC 2743] 3.1"},
    {"spnego-this-mech", "[RFC 4178] 4.2", Severity::kError, SpnegoPlace::kThisMech,
     [](const NegTokenInit& t) {
       return t.this_mech.has_value() && *t.this_mech != Bytes(mech::kSpnego);
     },
     "the object identifier of the framing must be that of SPNEGO, 1.3.6.1.5.5.2"},
    {"init-mech-types-missing", "[RFC 4178] 4.2.1", Severity::kError, SpnegoPlace::kSequence,
     [](const NegTokenInit& t) { return !IsInit2(t) && !t.mech_types.has_value(); },
     "mechTypes must be there"},
    {"init-req-flags", "[RFC 4178] 4.2.1", Severity::kWarning, SpnegoPlace::kMember1,
     [](const NegTokenInit& t) { return t.req_flags.has_value(); },
     "reqFlags should be left out; nothing protects it, and the acceptor must ignore it"},
    {"init-req-flags-size", "[RFC 4178] 4.2.1", Severity::kError, SpnegoPlace::kMember1,
     [](const NegTokenInit& t) {
       return t.req_flags.has_value() && t.req_flags->octets.size() > kFlagOctets;
     },
     "reqFlags has more than 32 bits"},
    {"init-req-flags-unused-bits", "[RFC 4178] 4", Severity::kError, SpnegoPlace::kMember1,
     [](const NegTokenInit& t) {
       return t.req_flags.has_value() && !HasUsableUnusedBits(*t.req_flags);
     },
     "reqFlags has more unused bits than its last octet has bits, [X.690] 8.6.2"},
    {"init-req-flags-trailing-zeros", "[RFC 4178] 4.2.1", Severity::kError, SpnegoPlace::kMember1,
     [](const NegTokenInit& t) {
       return t.req_flags.has_value() && HasUsableUnusedBits(*t.req_flags) &&
              !IsDistinguished(*t.req_flags);
     },
     "reqFlags does not end with a set bit and unused zeros, [X.690] 11.2"},
    {"init-mech-token-missing", "[RFC 4178] 3.1", Severity::kWarning, SpnegoPlace::kSequence,
     [](const NegTokenInit& t) { return !IsInit2(t) && !t.mech_token.has_value(); },
     "the first token of the preferred mechanism should be in mechToken"},
    {"init-mech-token-of-other-mech", "[RFC 4178] 3.1", Severity::kError, SpnegoPlace::kMember2,
     IsTokenOfOtherMech,
     "mechToken is no token of the preferred mechanism, the first of mechTypes"},
    {"init-mech-list-mic-early", "[RFC 4178] 5", Severity::kError, SpnegoPlace::kMember3,
     [](const NegTokenInit& t) { return !IsInit2(t) && IsMicEarly(t); },
     "mechListMIC must not be sent before the context of the mechanism is established"},
    {"init-mech-list-mic-early", "[RFC 4178] 5", Severity::kError, SpnegoPlace::kMember4,
     [](const NegTokenInit& t) { return IsInit2(t) && IsMicEarly(t); },
     "mechListMIC must not be sent before the context of the mechanism is established"},
    {"init-hint-name", "[MS-SPNG] 2.2.1", Severity::kWarning, SpnegoPlace::kHintName,
     [](const NegTokenInit& t) {
       if (!t.neg_hints.has_value()) return false;
       const Bytes name = t.neg_hints->hint_name.value_or(Bytes());
       return !std::equal(name.begin(), name.end(), kIgnoredHintName.begin(),
                          kIgnoredHintName.end());
     },
     "hintName should be not_defined_in_RFC4178@please_ignore"},
    {"init-hint-address", "[MS-SPNG] 2.2.1", Severity::kError, SpnegoPlace::kHintAddress,
     [](const NegTokenInit& t) {
       return t.neg_hints.has_value() && t.neg_hints->hint_address.has_value();
     },
     "hintAddress must be left out"},
};

// Judges the mechanisms of a list one by one; of each kind of fault the first is reported.
class MechTypesJudge {
 public:
  MechTypesJudge(size_t offset, std::vector<Finding>* findings)
      : offset_(offset), findings_(findings) {}

  void Judge(Bytes mech_type, size_t offset) {
    if (!IsObjectIdentifier(mech_type) && !malformed_) {
      malformed_ = true;
      Add("der-object-identifier", "[RFC 4178] 4", Severity::kError, offset,
          absl::StrCat(MechTypeText(mech_type), " is no object identifier, [X.690] 8.19"));
    }
    if (mech_type == Bytes(mech::kSpnego) && !spnego_) {
      spnego_ = true;
      Add("init-mech-types-spnego", "[RFC 4178] 3.1", Severity::kError, offset,
          "mechTypes must not contain SPNEGO itself");
    }
    Compare(mech_type, offset);
    ++count_;
  }

  void Finish() {
    if (count_ == 0) {
      Add("init-mech-types-empty", "[RFC 4178] 4.2.1", Severity::kError, 0,
          "mechTypes must have one or more mechanisms");
    }
  }

 private:
  void Compare(Bytes mech_type, size_t offset) {
    if (count_ < kMechsCompared) {
      const auto end = compared_.begin() + static_cast<ptrdiff_t>(count_);
      if (std::find(compared_.begin(), end, mech_type) != end && !twice_) {
        twice_ = true;
        Add("init-mech-types-twice", "[RFC 4178] 3.1", Severity::kNote, offset,
            absl::StrCat(MechTypeText(mech_type), " is in mechTypes twice"));
      }
      compared_[count_] = mech_type;
    } else if (count_ == kMechsCompared) {
      Add("init-mech-types-many", "[RFC 4178] 4.2.1", Severity::kNote, offset,
          absl::StrCat("mechTypes has more than ", kMechsCompared,
                       " mechanisms; from here on none is compared with the others"));
    }
  }

  void Add(absl::string_view rule, absl::string_view section, Severity severity, size_t offset,
           std::string text) {
    findings_->push_back({rule, section, severity, offset_ + offset, std::move(text)});
  }

  size_t offset_;
  std::vector<Finding>* findings_;
  std::array<Bytes, kMechsCompared> compared_;
  size_t count_ = 0;
  bool malformed_ = false;
  bool spnego_ = false;
  bool twice_ = false;
};

void ValidateMechTypes(const MechTypeList& list, size_t offset, std::vector<Finding>* findings) {
  MechTypesJudge judge(offset, findings);
  MechTypeReader reader(list);
  for (Bytes mech_type; reader.Next(&mech_type);) judge.Judge(mech_type, reader.offset());
  judge.Finish();
}

}  // namespace

std::vector<Finding> NegTokenInit::Validate() const {
  std::vector<Finding> findings;
  ValidateRules<NegTokenInit>(kRules, *this, &findings);
  if (mech_types.has_value()) {
    ValidateMechTypes(*mech_types, layout.at(SpnegoPlace::kMechTypeList), &findings);
  }
  ValidateDer(layout.departures, &findings);
  const bool third_is_mic = !IsInit2(*this) && mech_list_mic.has_value();
  ValidateRest(rest, layout.at(SpnegoPlace::kRest), third_is_mic ? 4 : 5, &findings);
  if (neg_hints.has_value()) {
    ValidateRest(neg_hints->rest, layout.at(SpnegoPlace::kHintsRest), 2, &findings);
  }
  return findings;
}

}  // namespace ntlmatrix::envelope
