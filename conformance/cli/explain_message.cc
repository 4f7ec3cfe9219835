// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/explain_message.h"

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include <nlohmann/json.hpp>

#include "conformance/cli/json.h"
#include "conformance/cli/output.h"
#include "conformance/explain.h"

namespace ntlmatrix::cli {
namespace {

using conformance::Citation;
using conformance::Role;
using conformance::Stimulus;
using conformance::Strength;
using conformance::Verdict;
using conformance::messages::Data;
using conformance::messages::MessageTest;
using conformance::messages::Piece;
using Json = nlohmann::ordered_json;

constexpr size_t kBytesALine = 24;
constexpr size_t kMostBytesOfAPiece = 96;

absl::string_view Receiver(const MessageTest& test) {
  return test.stimulus.role == Role::kClient ? "client" : "server";
}

std::string VerdictLine(const MessageTest& test) {
  if (!test.expected) {
    return absl::StrCat("No document decides what the ", Receiver(test), " does: undocumented.");
  }
  return absl::StrCat("The ", Receiver(test),
                      test.strength == Strength::kRequired ? " must " : " should ",
                      *test.expected == Verdict::kAccept ? "accept" : "refuse",
                      " this message: ", StrengthName(test.strength), ".");
}

std::string StatusText(const MessageTest& test) {
  if (test.expected != Verdict::kFail) return "";
  if (!test.status) return "no document names one";
  return absl::StrFormat("0x%08x %s", *test.status, conformance::StatusName(*test.status));
}

std::string SetToText(const MessageTest& test) {
  const Stimulus& set = test.stimulus;
  const bool client = set.role == Role::kClient;
  const std::string min = set.min == 0 ? "0" : absl::StrFormat("0x%08x", set.min);
  return absl::StrCat(client ? "NtlmMinClientSec " : "NtlmMinServerSec ", min,
                      ", LmCompatibilityLevel ", set.lm,
                      client ? absl::StrCat(", application ", ApplicationName(set.app)) : "");
}

std::string Row(absl::string_view name, absl::string_view text) {
  return text.empty() ? "" : Wrapped(absl::StrFormat("  %-12s ", name), text);
}

std::string Hex(const Data& bytes, size_t from, size_t to) {
  return absl::StrJoin(
      bytes.begin() + static_cast<ptrdiff_t>(from), bytes.begin() + static_cast<ptrdiff_t>(to), " ",
      [](std::string* out, uint8_t byte) { absl::StrAppendFormat(out, "%02x", byte); });
}

std::string HexLines(const Data& bytes) {
  std::string text;
  const size_t shown = std::min(bytes.size(), kMostBytesOfAPiece);
  for (size_t at = 0; at < shown; at += kBytesALine) {
    absl::StrAppend(&text, "          ", Hex(bytes, at, std::min(shown, at + kBytesALine)), "\n");
  }
  if (shown < bytes.size()) {
    absl::StrAppend(&text, "          ... and ", bytes.size() - shown, " more bytes\n");
  }
  return text;
}

std::string PieceText(const Piece& piece, size_t offset) {
  const std::string what =
      piece.comment.empty() ? piece.name : absl::StrCat(piece.name, ": ", piece.comment);
  return absl::StrCat(Wrapped(absl::StrFormat("  %6d  ", offset), what, 2), HexLines(piece.bytes));
}

std::string MessageText(const MessageTest& test) {
  size_t size = 0;
  std::string text;
  for (const Piece& piece : test.pieces) {
    absl::StrAppend(&text, PieceText(piece, size));
    size += piece.bytes.size();
  }
  return absl::StrCat("\n", ntlm::MessageTypeName(test.message), ", ", size,
                      " bytes: offset, member, bytes\n", text);
}

std::string BeforeText(const Stimulus& stimulus) {
  if (stimulus.challenge.empty()) return "";
  return absl::StrCat("\nBefore it the server received this NEGOTIATE_MESSAGE\n",
                      HexLines(stimulus.negotiate), "and sent this CHALLENGE_MESSAGE\n",
                      HexLines(stimulus.challenge));
}

std::string HexString(const Data& bytes) {
  return absl::BytesToHexString(std::string(bytes.begin(), bytes.end()));
}

}  // namespace

std::string MessageExplanationText(const MessageTest& test) {
  std::string text = absl::StrCat(
      VerdictLine(test), "\n\n", Row("because", test.reason), Row("status", StatusText(test)),
      Row("class", BugClassName(test.bug_class)), Row("field", test.field),
      Row("set to", SetToText(test)), Row("bugs", absl::StrJoin(test.bugs, ", ")), "\nWhy\n");
  for (const Citation& citation : test.citations) {
    absl::StrAppend(&text, CitationText("  ", citation));
  }
  return absl::StrCat(text, MessageText(test), BeforeText(test.stimulus));
}

std::string MessageExplanationJson(const MessageTest& test) {
  Json pieces = Json::array();
  size_t offset = 0;
  for (const Piece& piece : test.pieces) {
    pieces.push_back({{"offset", offset},
                      {"name", piece.name},
                      {"bytes", HexString(piece.bytes)},
                      {"comment", piece.comment}});
    offset += piece.bytes.size();
  }
  const Stimulus& set = test.stimulus;
  const Json json = {
      {"schema", "ntlmatrix/explain-message/1"},
      {"test", test.Name()},
      {"class", ToJson(BugClassName(test.bug_class))},
      {"field", test.field},
      {"message", ToJson(ntlm::MessageTypeName(test.message))},
      {"receiver", ToJson(Receiver(test))},
      {"expectation", ToJson(ExpectationName(test))},
      {"strength", ToJson(StrengthName(test.strength))},
      {"code", test.status ? Json(absl::StrFormat("0x%08x", *test.status)) : Json()},
      {"reason", test.reason},
      {"citations", ToJson(test.citations)},
      {"bugs", ToJson(test.bugs)},
      {"set_to", {{"min", set.min}, {"lm", set.lm}, {"app", ToJson(ApplicationName(set.app))}}},
      {"negotiate", HexString(set.negotiate)},
      {"challenge", HexString(set.challenge)},
      {"pieces", std::move(pieces)}};
  return absl::StrCat(json.dump(2), "\n");
}

}  // namespace ntlmatrix::cli
