// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/challenge_diff.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "conformance/decode/describe.h"
#include "conformance/decode/describe_av_pairs.h"
#include "conformance/decode/described_field.h"
#include "conformance/explain.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/ignored_fields.h"

namespace ntlmatrix::decode {
namespace {

using conformance::Application;
using conformance::ClientSetting;
using conformance::SettingState;
using conformance::Situation;
using ntlm::ChallengeMessage;

constexpr int kLevels[] = {0, 3};

// The name of a value and which of those with this name it is.
struct Named {
  std::string name;
  size_t number = 0;
  std::string value;
};

void AddNamed(const DescribedField& field, std::vector<Named>* out) {
  const auto same = std::count_if(out->begin(), out->end(),
                                  [&](const Named& one) { return one.name == field.name; });
  out->push_back({field.name, static_cast<size_t>(same), field.value});
}

// What messages are compared by, in the order of the message.
std::vector<Named> ComparedValues(Bytes message) {
  std::vector<Named> values;
  for (const DescribedField& field : DescribeMessage(message)) {
    if (field.name == "TargetName" || field.name == "Version") AddNamed(field, &values);
    if (field.name != "TargetInfo") continue;
    for (const DescribedField& pair : field.members) {
      if (pair.name != AvIdName(ntlm::AvId::kEol)) AddNamed(pair, &values);
    }
  }
  return values;
}

const Named* Find(const std::vector<Named>& values, const Named& wanted) {
  const auto found = std::find_if(values.begin(), values.end(), [&](const Named& one) {
    return one.name == wanted.name && one.number == wanted.number;
  });
  return found == values.end() ? nullptr : &*found;
}

std::vector<DiffValue> DiffValues(Bytes a, Bytes b) {
  const std::vector<Named> of_a = ComparedValues(a);
  const std::vector<Named> of_b = ComparedValues(b);
  std::vector<DiffValue> differ;
  for (const Named& one : of_a) {
    const Named* const other = Find(of_b, one);
    if (other == nullptr) {
      differ.push_back({one.name, one.value, std::nullopt});
    } else if (other->value != one.value) {
      differ.push_back({one.name, one.value, other->value});
    }
  }
  for (const Named& one : of_b) {
    if (Find(of_a, one) == nullptr) differ.push_back({one.name, std::nullopt, one.value});
  }
  return differ;
}

bool HasPair(Bytes target_info, ntlm::AvId av_id) {
  const auto value = ntlm::FindAvPair(target_info, av_id);
  return value.ok() && value->has_value();
}

Situation SituationOf(const ChallengeMessage& challenge, uint32_t setting, int lm,
                      Application app) {
  const Bytes info = challenge.target_info.value_or(Bytes());
  return {.setting = setting,
          .lm = lm,
          .app = app,
          .offered = conformance::DocumentedOffer(lm, app),
          .granted = challenge.negotiate_flags,
          .netbios_names = HasPair(info, ntlm::AvId::kNbComputerName) &&
                           HasPair(info, ntlm::AvId::kNbDomainName)};
}

// "Require 128-bit encryption; the default of Windows 7 / Server 2008 R2 and later"
std::string SettingWords(uint32_t value) {
  std::string words;
  for (const conformance::SettingOption& option : conformance::SettingOptions()) {
    if ((value & option.bit) != 0) {
      absl::StrAppend(&words, words.empty() ? "" : ", ", option.words);
    }
  }
  if (words.empty()) words = "no requirements";
  if (value == ClientSetting{SettingState::kUndefinedLegacy}.Effective()) {
    absl::StrAppend(&words, "; the default up to Windows Vista and Server 2008");
  }
  if (value == ClientSetting{SettingState::kUndefinedModern}.Effective()) {
    absl::StrAppend(&words, "; the default since Windows 7 and Server 2008 R2");
  }
  return words;
}

DiffSetting DiffSettingOf(uint32_t value, const ChallengeMessage& a, const ChallengeMessage& b) {
  DiffSetting setting = {value, SettingWords(value), {}};
  for (const int lm : kLevels) {
    for (const Application app : conformance::kAllApplications) {
      DiffCase one = {lm, app, SituationOf(a, value, lm, app), SituationOf(b, value, lm, app),
                      {}, {}};
      one.a = Expect(one.situation_a, conformance::Reading::kCorrected);
      one.b = Expect(one.situation_b, conformance::Reading::kCorrected);
      setting.cases.push_back(std::move(one));
    }
  }
  return setting;
}

}  // namespace

bool DiffCase::IsAlike() const {
  return a.verdict == b.verdict && a.strength == b.strength && a.failing == b.failing;
}

absl::StatusOr<ChallengeDiff> DiffChallenges(Bytes a, Bytes b) {
  const auto received_a = ntlm::WithoutIgnoredFields(a);
  const auto received_b = ntlm::WithoutIgnoredFields(b);
  const auto parsed_a = ChallengeMessage::Parse(received_a);
  if (!parsed_a.ok()) return parsed_a.status();
  const auto parsed_b = ChallengeMessage::Parse(received_b);
  if (!parsed_b.ok()) return parsed_b.status();
  ChallengeDiff diff;
  diff.flags_a = parsed_a->negotiate_flags;
  diff.flags_b = parsed_b->negotiate_flags;
  diff.values = DiffValues(a, b);
  const uint32_t legacy = ClientSetting{SettingState::kUndefinedLegacy}.Effective();
  const uint32_t modern = ClientSetting{SettingState::kUndefinedModern}.Effective();
  std::vector<uint32_t> values = {legacy, 0x00080000, 0x20000000, 0x20080000};
  if (std::find(values.begin(), values.end(), modern) == values.end()) values.push_back(modern);
  for (const uint32_t value : values) {
    diff.settings.push_back(DiffSettingOf(value, *parsed_a, *parsed_b));
  }
  return diff;
}

}  // namespace ntlmatrix::decode
