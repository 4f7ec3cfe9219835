// SPDX-License-Identifier: Apache-2.0

#include "conformance/explain.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "conformance/ambiguities.h"
#include "parsers/ntlm/flag_names.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

// Any level that offers extended session security gives the same verdict.
constexpr int kLevelThatOffersAll = 3;

constexpr Citation kWhatNegotiatedMeans = {
    documents::kKb239869, "More information",
    "The server responds, indicating which items of the requested set it wants."};

constexpr Citation kQualityOrFailure = {
    documents::kKb239869, "More information",
    "You can use the NtlmMinClientSec value to cause client/server connections to either negotiate "
    "a given quality of session security or not to succeed."};

constexpr Citation kServerNotStrongEnough = {
    documents::kMsNlmp, "3.2.5.1.1",
    "If the security features selected by the client are not strong enough for the server security "
    "policy, the server MUST return an error to the calling application."};

constexpr Citation kServerRequires128 = {
    documents::kMsNlmp, "3.2.5.1.1",
    "If ServerRequire128bitEncryption == TRUE, then if 128-bit encryption is not negotiated then "
    "the server MUST return SEC_E_UNSUPPORTED_FUNCTION ([MS-ERREF] section 2.1.1) to the "
    "application."};

constexpr Citation kServersPageEss = {
    documents::kServersPage, "Possible values",
    "Require NTLMv2 session security. The connection fails if the NTLMv2 protocol is not "
    "negotiated."};

constexpr Citation kDefaultModern = {
    documents::kMsNlmp, "Appendix B <38>",
    "Except in Windows NT, Windows 2000, Windows XP, Windows Server 2003, Windows Vista, and "
    "Windows Server 2008, which set this variable to FALSE, Windows sets this variable to TRUE."};

constexpr Citation kDefaultLegacy = {
    documents::kPolicyCsp, "NetworkSecurity_MinimumSessionSecurityForNTLMSSPBasedClients, Default",
    "Windows XP, Windows Vista, Windows 2000 Server, Windows Server 2003, and Windows Server 2008: "
    "No requirements."};

std::string Hex(uint32_t value) { return absl::StrFormat("0x%08x", value); }

Application AppOf(const Question& question) {
  if (question.app) return *question.app;
  if (question.negotiated & flags::kSeal) return Application::kConfidentiality;
  if (question.negotiated & flags::kSign) return Application::kIntegrity;
  return Application::kNone;
}

Situation SituationOf(const Question& question) {
  return {.setting = question.required,
          .lm = question.lm.value_or(kLevelThatOffersAll),
          .app = AppOf(question),
          .offered = question.offered.value_or(question.negotiated),
          .granted = question.granted.value_or(question.negotiated)};
}

const SettingOption* OptionOf(const VerdictRule& rule) {
  for (const SettingOption& option : SettingOptions()) {
    if (option.bit == rule.setting) return &option;
  }
  return nullptr;
}

// The rules of level 0 are the only ones that name a single level.
bool IsAboutLevel0(const Obstacle& obstacle) {
  return obstacle.rule->levels == std::vector<int>{0};
}

std::vector<Obstacle> ObstaclesOf(const Expectation& expectation, const Question& question) {
  std::vector<Obstacle> obstacles;
  for (const VerdictRule* const rule : expectation.failing) {
    obstacles.push_back({OptionOf(*rule), rule, rule->negotiated & ~question.negotiated});
  }
  return obstacles;
}

std::vector<Obstacle> OfStrength(const std::vector<Obstacle>& obstacles, Strength least) {
  std::vector<Obstacle> strong;
  for (const Obstacle& obstacle : obstacles) {
    if (obstacle.rule->rule.strength >= least) strong.push_back(obstacle);
  }
  return strong;
}

bool Misses(const std::vector<Obstacle>& obstacles, uint32_t bit) {
  return std::any_of(obstacles.begin(), obstacles.end(), [&](const Obstacle& obstacle) {
    return obstacle.option != nullptr && obstacle.option->bit == bit;
  });
}

// "extended session security and 128-bit encryption are required and were not negotiated"
std::string Reasons(const std::vector<Obstacle>& obstacles, Application app) {
  std::vector<absl::string_view> capabilities;
  std::vector<std::string> reasons;
  for (const Obstacle& obstacle : obstacles) {
    if (obstacle.option == nullptr) {
      reasons.push_back(absl::StrCat("the application asked for ", ApplicationName(app),
                                     ", which was not negotiated"));
    } else if (IsAboutLevel0(obstacle)) {
      reasons.push_back(absl::StrCat(obstacle.option->capability,
                                     " is required and never offered at LmCompatibilityLevel 0"));
    } else {
      capabilities.push_back(obstacle.option->capability);
    }
  }
  if (!capabilities.empty()) {
    reasons.insert(reasons.begin(),
                   absl::StrCat(absl::StrJoin(capabilities, " and "),
                                capabilities.size() > 1 ? " are required and were not negotiated"
                                                        : " is required and was not negotiated"));
  }
  return absl::StrJoin(reasons, "; ");
}

uint32_t UndocumentedBits(uint32_t setting) {
  uint32_t bits = 0;
  for (const UndocumentedSettingBits& undocumented : AllUndocumentedSettingBits()) {
    bits |= setting & undocumented.bits;
  }
  return bits;
}

std::string AcceptLine(const Question& question) {
  const uint32_t undocumented = UndocumentedBits(question.required);
  if (question.reported) {
    return undocumented == 0
               ? "Nothing is missing: the flags of this event do not explain the refusal."
               : absl::StrCat(
                     "Nothing documented is missing: no document explains the refusal, nor "
                     "what bits ",
                     Hex(undocumented), " of the setting require.");
  }
  if (undocumented != 0) {
    return absl::StrCat("Nothing documented is missing, but no document explains bits ",
                        Hex(undocumented), " of the setting: undocumented.");
  }
  return absl::StrCat(question.required == 0 ? "Nothing is required" : "Nothing is missing",
                      ": by this setting the ", SideName(question.side), " must accept.");
}

std::string VerdictLine(const Question& question, const Explanation& explanation) {
  if (explanation.corrected.verdict == Verdict::kAccept) return AcceptLine(question);
  const Strength strength = explanation.corrected.strength;
  const std::string reasons = Reasons(OfStrength(explanation.obstacles, strength), explanation.app);
  if (strength == Strength::kUndocumented) {
    // Only 128-without-sealing is as weak as this.
    return absl::StrCat(reasons, ": ", kUndocumentedSeenAccepted,
                        question.reported ? ", yet this event reports a refusal." : ".");
  }
  return absl::StrCat("The ", SideName(question.side),
                      strength == Strength::kRequired ? " must" : " should", " refuse: ", reasons,
                      ".");
}

void AddCitation(const Citation& citation, std::vector<Citation>* citations) {
  const bool known = std::any_of(citations->begin(), citations->end(), [&](const Citation& other) {
    return other.quote == citation.quote && other.document.title == citation.document.title;
  });
  if (!known) citations->push_back(citation);
}

// The rules are the client's; what documents say of a server stands elsewhere.
std::vector<Citation> ServerCitations(const Obstacle& obstacle) {
  if (obstacle.option == nullptr) return obstacle.rule->rule.citations;
  if (obstacle.option->bit == flags::k128) return {kServerRequires128, kServerNotStrongEnough};
  if (obstacle.option->bit == flags::kExtendedSessionSecurity) {
    return {kServersPageEss, kServerNotStrongEnough};
  }
  return {kServerNotStrongEnough};
}

void CiteTheDefault(const Question& question, std::vector<Citation>* citations) {
  if (!question.cell) return;
  if (question.cell->min.state == SettingState::kUndefinedModern) {
    AddCitation(kDefaultModern, citations);
  }
  if (question.cell->min.state == SettingState::kUndefinedLegacy) {
    AddCitation(kDefaultLegacy, citations);
  }
}

// What the 2016 page says of the options that are set.
void CiteThe2016Page(uint32_t required, std::vector<Citation>* citations) {
  for (const VerdictRule& rule : VerdictRules()) {
    if (rule.readings != std::vector<Reading>{Reading::kPage2016}) continue;
    if ((required & rule.setting) == 0) continue;
    for (const Citation& citation : rule.rule.citations) AddCitation(citation, citations);
  }
}

std::vector<Citation> CitationsOf(const Question& question, const Explanation& explanation) {
  std::vector<Citation> citations;
  const bool server = question.side == Side::kServer;
  for (const Obstacle& obstacle : explanation.obstacles) {
    for (const Citation& citation :
         server ? ServerCitations(obstacle) : obstacle.rule->rule.citations) {
      AddCitation(citation, &citations);
    }
  }
  if (explanation.obstacles.empty()) {
    citations = server ? std::vector<Citation>{kServerNotStrongEnough}
                       : std::vector<Citation>{kQualityOrFailure, kWhatNegotiatedMeans};
  }
  CiteTheDefault(question, &citations);
  if (explanation.readings_differ) CiteThe2016Page(question.required, &citations);
  return citations;
}

std::string OpenPointText(const Ambiguity& ambiguity, Application app) {
  if (ambiguity.id != "128-without-sealing") return std::string(ambiguity.decision);
  if (app == Application::kNone) return std::string(kUndocumentedSeenAccepted);
  return "recommended: [MS-NLMP] asks for the refusal, KB 239869 only while sealing.";
}

std::vector<OpenPoint> OpenPointsOf(const Question& question, const Explanation& explanation) {
  std::vector<absl::string_view> ids = explanation.corrected.ambiguities;
  const auto level0 =
      std::find_if(explanation.obstacles.begin(), explanation.obstacles.end(), IsAboutLevel0);
  if (level0 != explanation.obstacles.end()) ids.push_back("level0-unsatisfiable");
  if (Misses(explanation.obstacles, flags::kExtendedSessionSecurity)) {
    ids.push_back("ntlmv2-protocol-or-session-security");
    if (question.side == Side::kServer) ids.push_back("servers-explain-text");
  }
  if (explanation.readings_differ) ids.push_back("page-2016-swap");
  std::vector<OpenPoint> points;
  for (const absl::string_view id : ids) {
    const Ambiguity* const ambiguity = FindAmbiguity(id);
    if (ambiguity != nullptr) points.push_back({id, OpenPointText(*ambiguity, explanation.app)});
  }
  return points;
}

std::vector<std::string> LintOf(uint32_t required) {
  std::vector<std::string> lint;
  const uint32_t bits = UndocumentedBits(required);
  if (bits == 0) return lint;
  lint.push_back(absl::StrCat("no document says what bits ", Hex(bits),
                              " of the setting require; they change no verdict."));
  if (bits & flags::kReserved6) {
    lint.push_back(
        "0x00040000 is one bit below 'Require NTLMv2 session security' (0x00080000): mistyped?");
  }
  return lint;
}

std::string FlagWithValue(const SettingOption& option) {
  return absl::StrCat(ntlm::FlagName(option.bit), " (", Hex(option.bit), ")");
}

constexpr absl::string_view kRaiseTheLevel =
    "raise LmCompatibilityLevel from 0 to 1 or more "
    "(HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel): at level 0 extended "
    "session security is never offered.";

// How a client comes to offer a bit.
std::string HowToOffer(const SettingOption& option, absl::string_view where) {
  if (!option.application.empty()) {
    return absl::StrCat(where, "let the application ask for ", option.application,
                        ", so that its NEGOTIATE_MESSAGE offers ", FlagWithValue(option), ".");
  }
  return absl::StrCat(where, "set ", FlagWithValue(option), " in its NEGOTIATE_MESSAGE",
                      option.bit == flags::kExtendedSessionSecurity
                          ? "; Windows does so at LmCompatibilityLevel 1 and above."
                          : ".");
}

void AddServerSideFix(const SettingOption& option, const Question& question,
                      std::vector<Fix>* fixes) {
  if (question.lm == 0 && option.bit == flags::kExtendedSessionSecurity) {
    fixes->push_back({FixKind::kPeer, absl::StrCat("On the client: ", kRaiseTheLevel)});
    return;
  }
  fixes->push_back({FixKind::kPeer, HowToOffer(option, "On the client: ")});
}

void AddClientSideFix(const SettingOption& option, const Question& question,
                      std::vector<Fix>* fixes) {
  const bool level0 = question.lm == 0 && option.bit == flags::kExtendedSessionSecurity;
  const bool offered = question.offered.value_or(option.bit) & option.bit;
  if (!question.granted || (*question.granted & option.bit) == 0) {
    fixes->push_back({FixKind::kPeer, absl::StrCat("On the server: grant ", FlagWithValue(option),
                                                   " in its CHALLENGE_MESSAGE.")});
  }
  if (level0) {
    fixes->push_back({FixKind::kThisSide, absl::StrCat("On this client: ", kRaiseTheLevel)});
  } else if (!offered) {
    fixes->push_back({FixKind::kThisSide, HowToOffer(option, "On this client: ")});
  } else if (!question.offered) {
    fixes->push_back(
        {FixKind::kThisSide,
         HowToOffer(option, "If the server grants it already, this client did not offer it: ")});
  }
}

// What a fix is for: what the documents do not settle is none of it where something else blocks.
std::vector<Obstacle> ObstaclesToLift(const Explanation& explanation) {
  return OfStrength(explanation.obstacles,
                    std::min(explanation.corrected.strength, Strength::kRecommended));
}

void AddWeakening(const Question& question, const Explanation& explanation,
                  std::vector<Fix>* fixes) {
  uint32_t dropped = 0;
  std::vector<absl::string_view> words;
  for (const Obstacle& obstacle : ObstaclesToLift(explanation)) {
    if (obstacle.option == nullptr) continue;
    dropped |= obstacle.option->bit;
    words.push_back(obstacle.option->words);
  }
  if (dropped == 0) return;
  const uint32_t value = question.required & ~dropped;
  fixes->push_back({FixKind::kWeaken,
                    absl::StrCat(explanation.corrected.strength == Strength::kUndocumented
                                     ? "Only if it is refused after all, weaken"
                                     : "Or weaken",
                                 " the setting, for every peer of this machine: ",
                                 PlaceOf(question.side).value, " ", Hex(question.required), " -> ",
                                 Hex(value), " gives up '", absl::StrJoin(words, "' and '"), "'."),
                    value});
}

std::vector<Fix> FixesOf(const Question& question, const Explanation& explanation) {
  std::vector<Fix> fixes;
  for (const Obstacle& obstacle : ObstaclesToLift(explanation)) {
    for (const SettingOption& option : SettingOptions()) {
      if ((obstacle.missing & option.bit) == 0) continue;
      if (question.side == Side::kServer) {
        AddServerSideFix(option, question, &fixes);
      } else {
        AddClientSideFix(option, question, &fixes);
      }
    }
  }
  AddWeakening(question, explanation, &fixes);
  return fixes;
}

std::vector<std::string> HintsOf(const Question& question, const Explanation& explanation) {
  std::vector<std::string> hints;
  if (question.reported) {
    hints.push_back(
        "The event names no peer: compare its time and process with events 8001 (outgoing) and "
        "8002 (incoming) of the same log, where NTLM auditing is on, and with 4625 in the Security "
        "log of the server.");
  }
  if (question.side == Side::kServer && !explanation.obstacles.empty()) {
    hints.push_back("NtlmMinServerSec is judged as NtlmMinClientSec with the same bits would be.");
  }
  if (explanation.corrected.strength == Strength::kRequired && !explanation.obstacles.empty()) {
    return hints;
  }
  hints.push_back(
      "Restrict NTLM refuses too: event 4625 with Status 0x80090302 and Sub Status 0xC0000418 "
      "(STATUS_NTLM_BLOCKED), or error 1937 (ERROR_NTLM_BLOCKED).");
  hints.push_back(
      question.side == Side::kClient
          ? "The server has its own setting, NtlmMinServerSec: look for event 4011 there."
          : "The client has its own setting, NtlmMinClientSec: look for event 4010 there.");
  hints.push_back(
      "At SMB SESSION_SETUP 0xC00000BB has several causes: this setting, Restrict NTLM, dialect "
      "validation.");
  hints.push_back(
      "The setting takes effect without restart: it may have had another value at that time.");
  return hints;
}

}  // namespace

Question QuestionOfCell(const Cell& cell) {
  const Situation situation = DocumentedSituation(cell);
  return {.cell = cell,
          .required = situation.setting,
          .negotiated = situation.Negotiated(),
          .offered = situation.offered,
          .granted = situation.granted,
          .lm = situation.lm,
          .app = situation.app};
}

const std::vector<SettingOption>& SettingOptions() {
  static const auto* const options = new std::vector<SettingOption>{
      {flags::kSign, "Require message integrity", "message integrity", "integrity"},
      {flags::kSeal, "Require message confidentiality", "message confidentiality",
       "confidentiality"},
      {flags::kExtendedSessionSecurity, "Require NTLMv2 session security",
       "extended session security", ""},
      {flags::k128, "Require 128-bit encryption", "128-bit encryption", ""},
  };
  return *options;
}

const SettingPlace& PlaceOf(Side side) {
  static constexpr absl::string_view kPath =
      "Computer Configuration\\Windows Settings\\Security Settings\\Local Policies\\Security "
      "Options";
  static constexpr SettingPlace kClient = {
      "Network security: Minimum session security for NTLM SSP based (including secure RPC) "
      "clients",
      kPath, "NtlmMinClientSec",
      "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\NtlmMinClientSec"};
  static constexpr SettingPlace kServer = {
      "Network security: Minimum session security for NTLM SSP based (including secure RPC) "
      "servers",
      kPath, "NtlmMinServerSec",
      "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\NtlmMinServerSec"};
  return side == Side::kClient ? kClient : kServer;
}

Explanation Explain(const Question& question) {
  const Situation situation = SituationOf(question);
  Explanation explanation;
  explanation.app = situation.app;
  explanation.corrected = Expect(situation, Reading::kCorrected);
  // The explanations were exchanged on the clients' page alone.
  explanation.page2016 = question.side == Side::kClient ? Expect(situation, Reading::kPage2016)
                                                        : explanation.corrected;
  explanation.readings_differ = explanation.corrected.verdict != explanation.page2016.verdict ||
                                explanation.corrected.strength != explanation.page2016.strength;
  explanation.obstacles = ObstaclesOf(explanation.corrected, question);
  explanation.verdict_line = VerdictLine(question, explanation);
  explanation.citations = CitationsOf(question, explanation);
  explanation.open_points = OpenPointsOf(question, explanation);
  explanation.lint = LintOf(question.required);
  explanation.fixes = FixesOf(question, explanation);
  explanation.hints = HintsOf(question, explanation);
  return explanation;
}

absl::string_view SideName(Side side) { return side == Side::kClient ? "client" : "server"; }

absl::string_view FixKindName(FixKind kind) {
  switch (kind) {
    case FixKind::kPeer:
      return "peer";
    case FixKind::kThisSide:
      return "this-side";
    case FixKind::kWeaken:
      break;
  }
  return "weaken";
}

absl::string_view StatusName(uint32_t code) {
  if (code == kSecEUnsupportedFunction) return "SEC_E_UNSUPPORTED_FUNCTION";
  if (code == kSecEInvalidToken) return "SEC_E_INVALID_TOKEN";
  if (code == kStatusLogonFailure) return "STATUS_LOGON_FAILURE";
  return "";
}

}  // namespace ntlmatrix::conformance
