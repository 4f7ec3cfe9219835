// SPDX-License-Identifier: Apache-2.0

#include "conformance/messages/row.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"

namespace ntlmatrix::conformance::messages {
namespace {

MessageTest& Append(Tests* tests) {
  tests->emplace_back();
  return tests->back();
}

}  // namespace

Row::Row(Tests* tests, ntlm::MessageType message, absl::string_view field, BugClass bug_class,
         absl::string_view edit)
    : test_(Append(tests)) {
  test_.message = message;
  test_.field = std::string(field);
  test_.edit = std::string(edit);
  test_.bug_class = bug_class;
  test_.stimulus.role = message == ntlm::MessageType::kChallenge ? Role::kClient : Role::kServer;
  test_.stimulus.lm = 3;
  test_.stimulus.app = Application::kConfidentiality;
}

Row& Row::Accept(Strength strength) {
  test_.expected = Verdict::kAccept;
  test_.strength = strength;
  return *this;
}

Row& Row::Fail(Strength strength, std::optional<uint32_t> status) {
  test_.expected = Verdict::kFail;
  test_.strength = strength;
  test_.status = status;
  return *this;
}

Row& Row::Open() {
  test_.expected.reset();
  test_.strength = Strength::kUndocumented;
  return *this;
}

Row& Row::Because(absl::string_view reason) {
  test_.reason = std::string(reason);
  return *this;
}

Row& Row::Cite(std::initializer_list<Citation> citations) {
  test_.citations.insert(test_.citations.end(), citations);
  return *this;
}

Row& Row::Bugs(std::initializer_list<absl::string_view> bugs) {
  test_.bugs.insert(test_.bugs.end(), bugs);
  return *this;
}

Row& Row::Min(uint32_t min) {
  test_.stimulus.min = min;
  return *this;
}

Row& Row::Level(int lm) {
  test_.stimulus.lm = lm;
  return *this;
}

Row& Row::App(Application app) {
  test_.stimulus.app = app;
  return *this;
}

Row& Row::Unoffered(ntlm::NegotiateFlags granted) {
  test_.stimulus.unoffered = granted;
  return *this;
}

Row& Row::Is(Pieces pieces) {
  test_.pieces = std::move(pieces);
  return *this;
}

Row& Row::Is(const AuthenticateParts& parts, const Draft& draft) {
  return Is(parts, WithMic(parts, draft));
}

Row& Row::Is(const AuthenticateParts& parts, Pieces pieces) {
  return After(parts.Negotiate(), parts.Challenge()).Is(std::move(pieces));
}

Row& Row::After(Data negotiate, Data challenge) {
  test_.stimulus.negotiate = std::move(negotiate);
  test_.stimulus.challenge = std::move(challenge);
  return *this;
}

Pieces Cut(const Pieces& pieces, size_t size) {
  Pieces kept;
  for (const Piece& piece : pieces) {
    if (size == 0) break;
    kept.push_back(piece);
    if (piece.bytes.size() > size) {
      kept.back().bytes.resize(size);
      kept.back().comment =
          absl::StrCat("the first ", size, " of ", piece.bytes.size(), " bytes: the message ends");
    }
    size -= kept.back().bytes.size();
  }
  return kept;
}

Piece& Find(Pieces& pieces, absl::string_view name) {
  for (Piece& piece : pieces) {
    if (piece.name == name) return piece;
  }
  std::abort();  // the suite itself misspells a name
}

}  // namespace ntlmatrix::conformance::messages
