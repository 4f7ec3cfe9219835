// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/precedence/link_order.h"
#include "fuzz/check.h"
#include "parsers/policy/effective_policy.h"

// In whatever parses, every link is told of once, what a computer gets is what its winner says, and
// a GPO that can't be read is never as if it defined nothing.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const std::string text(data, data + size);
  const auto order = precedence::ParseLinkOrder(text);
  if (!order.ok()) return 0;
  // Every fourth GPO can't be read; the others define all settings, each with a value of its own.
  std::vector<policy::Gpo> gpos(order->gpos.size());
  for (size_t i = 0; i < gpos.size(); ++i) {
    gpos[i].reading = i % 4 == 3 ? policy::GpoReading::kUnreadable : policy::GpoReading::kWhole;
    for (const policy::SettingId id : policy::AllSettings()) {
      gpos[i].settings.push_back(
          {id, policy::SettingState::kDefined, static_cast<uint32_t>(i + 1), {}});
    }
  }
  size_t links = 0;
  for (const policy::Container& container : order->containers) links += container.links.size();
  for (const auto& setting : policy::EffectivePolicy(order->containers, gpos)) {
    FUZZ_CHECK(setting.links.size() == links);
    const policy::LinkOutcome* winner = setting.Winner();
    for (const policy::LinkOutcome& outcome : setting.links) {
      const policy::GpoLink& link = order->containers[outcome.container].links[outcome.link];
      FUZZ_CHECK(link.gpo < gpos.size());
      if (&outcome != winner) continue;
      FUZZ_CHECK(link.enabled && link.applies == policy::Applies::kYes);
      FUZZ_CHECK(setting.state != policy::SettingState::kNotDefined);
      FUZZ_CHECK(setting.state != policy::SettingState::kDefined || setting.value == link.gpo + 1);
    }
  }
  FUZZ_CHECK(precedence::InOrderOfDocument(*order).size() == order->containers.size());
  return 0;
}
