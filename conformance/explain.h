// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_EXPLAIN_H_
#define NTLMATRIX_CONFORMANCE_EXPLAIN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/cell.h"
#include "conformance/documents.h"
#include "conformance/oracle.h"
#include "conformance/security_event.h"

namespace ntlmatrix::conformance {

// What people are told of 128-without-sealing where nothing is signed or sealed.
inline constexpr absl::string_view kUndocumentedSeenAccepted =
    "undocumented (seen in the field: accepted)";

// What is known of a connection that someone asks about.
struct Question {
  std::optional<Cell> cell = {};  // the cell it was read from
  bool reported = false;          // an event 4010 or 4011 reports that it was refused
  Side side = Side::kClient;
  uint32_t required = 0;
  ntlm::NegotiateFlags negotiated = 0;
  std::optional<ntlm::NegotiateFlags> offered = {};
  std::optional<ntlm::NegotiateFlags> granted = {};
  std::optional<int> lm = {};           // LmCompatibilityLevel of the client
  std::optional<Application> app = {};  // absent: read from the negotiated bits
};

// The question that a cell asks at the documented offer.
Question QuestionOfCell(const Cell& cell);

// One option of NtlmMinClientSec and NtlmMinServerSec that documents explain.
struct SettingOption {
  uint32_t bit = 0;               // of the setting and of NegotiateFlags alike
  absl::string_view words;        // the policy page's name for it
  absl::string_view capability;   // what it requires
  absl::string_view application;  // what makes a client offer it; empty: no request does
};

// All of them, in the order of their bits.
const std::vector<SettingOption>& SettingOptions();

// Where a setting is changed.
struct SettingPlace {
  absl::string_view policy;    // its name in the policy editor
  absl::string_view path;      // of the policy, in the editor
  absl::string_view value;     // its name in the registry
  absl::string_view registry;  // the whole path
};

const SettingPlace& PlaceOf(Side side);

// A rule that is not met.
struct Obstacle {
  const SettingOption* option = nullptr;  // null: the application's request, not the setting
  const VerdictRule* rule = nullptr;
  ntlm::NegotiateFlags missing = 0;
};

enum class FixKind {
  kPeer,      // let the other side offer or grant more
  kThisSide,  // let this side offer more
  kWeaken,    // require less
};

struct Fix {
  FixKind kind = FixKind::kPeer;
  std::string text;
  std::optional<uint32_t> value = {};  // the setting after a weakening
};

// A point that the documents leave open, and what it means here.
struct OpenPoint {
  absl::string_view ambiguity;  // id
  std::string text;
};

struct Explanation {
  std::string verdict_line;  // one sentence
  Application app = Application::kNone;
  Expectation corrected;
  Expectation page2016;
  bool readings_differ = false;  // in verdict or strength
  std::vector<Obstacle> obstacles;
  std::vector<Citation> citations;
  std::vector<OpenPoint> open_points;
  std::vector<std::string> lint;   // about the value of the setting itself
  std::vector<Fix> fixes;          // the smallest first
  std::vector<std::string> hints;  // where else to look
};

// Which option blocks, by which document, and what lifts it.
Explanation Explain(const Question& question);

absl::string_view SideName(Side side);
absl::string_view FixKindName(FixKind kind);

// The name of a status code that rules name; empty for others.
absl::string_view StatusName(uint32_t code);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_EXPLAIN_H_
