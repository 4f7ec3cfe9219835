// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/impact_input.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "conformance/cli/decode_input.h"
#include "conformance/explain.h"
#include "conformance/impact/event_groups.h"
#include "conformance/impact/impact.h"
#include "conformance/report/decode_text.h"
#include "conformance/report/printable.h"

namespace ntlmatrix::cli {
namespace {

using conformance::Side;

// What a setting that was not given would have judged.
std::string WhyNotJudged(const impact::Peer& peer) {
  const bool client = peer.role == Side::kClient;
  return absl::StrCat(Printable(peer.name), ": ", Printable(peer.seen), " is about a ",
                      client ? "client: " : "server: ", client ? "--server-min" : "--min",
                      " judges it");
}

std::string WithoutFlags(absl::string_view name, uint32_t id, uint64_t count) {
  const absl::string_view words = impact::EventWords(id);
  return absl::StrCat(name, ": event ", id, ", ", count, count == 1 ? " time" : " times",
                      words.empty() ? "" : absl::StrCat(" (", words, ")"), ": carries no flags");
}

}  // namespace

void AddPeer(const impact::Peer& peer, report::ImpactReport* report) {
  bool judged_once = false;
  for (const impact::Requirement& requirement : report->requirements) {
    auto judged = impact::Judge(requirement, peer);
    if (!judged) continue;
    judged_once = true;
    report->own.push_back(*std::move(judged));
  }
  if (!judged_once) report->not_judged.push_back(WhyNotJudged(peer));
}

void AddTokens(const std::string& argument, report::ImpactReport* report) {
  decode::Decoding decoding;
  AddTo(&decoding, ReadDecodeInputs({argument}).front());
  decoding.JudgeExchanges();
  const std::string error = report::DecodeErrorLine(decoding.inputs().front());
  if (!error.empty()) report->errors.push_back(error);
  for (const decode::DecodedToken& token : decoding.tokens()) {
    if (token.status.ok()) continue;
    report->errors.push_back(
        absl::StrCat(report::TokenPlaceText(decoding.inputs().front(), token.token.place), ": ",
                     std::string(token.status.message())));
  }
  if (decoding.cut()) {
    report->errors.push_back(
        absl::StrCat(Printable(decoding.inputs().front().name), ": more than ", decode::kMostTokens,
                     " tokens: the others were not read; give a part of the input"));
  }
  for (const impact::Peer& peer : impact::PeersOfTokens(decoding)) AddPeer(peer, report);
}

void AddEvents(const std::string& path, report::ImpactReport* report) {
  const DecodeInput input = ReadNamed(path);
  const std::string name = Printable(input.name);
  if (!input.file.ok()) {
    report->errors.push_back(absl::StrCat(name, ": ", std::string(input.file.status().message())));
    return;
  }
  const impact::EventGroups groups = impact::ReadEventGroups(name, input.file->bytes());
  for (const std::string& error : groups.errors) report->errors.push_back(error);
  for (const impact::Peer& peer : groups.peers) AddPeer(peer, report);
  for (const auto& [id, count] : groups.without) {
    report->not_judged.push_back(WithoutFlags(name, id, count));
  }
  if (groups.peers.empty() && groups.errors.empty()) {
    report->errors.push_back(
        absl::StrCat(name, ": none of its ", groups.events,
                     " events carries flags (4010 and 4011 do): nothing can be concluded from it"));
  }
}

}  // namespace ntlmatrix::cli
