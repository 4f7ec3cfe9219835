// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_ROW_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_ROW_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/messages/base.h"
#include "conformance/messages/draft.h"
#include "conformance/messages/message_tests.h"
#include "conformance/rules.h"

namespace ntlmatrix::conformance::messages {

using Tests = std::vector<MessageTest>;

// Writes one test, which it puts at the end of a list; good until the next Row of that list.
class Row {
 public:
  Row(Tests* tests, ntlm::MessageType message, absl::string_view field, BugClass bug_class,
      absl::string_view edit);

  // What the receiver must do. Open: no document decides.
  Row& Accept(Strength strength = Strength::kRequired);
  Row& Fail(Strength strength = Strength::kRequired, std::optional<uint32_t> status = {});
  Row& Open();

  Row& Because(absl::string_view reason);
  Row& Cite(std::initializer_list<Citation> citations);
  Row& Bugs(std::initializer_list<absl::string_view> bugs);

  // What the subject is set to instead of level 3, no minimum and confidentiality.
  Row& Min(uint32_t min);
  Row& Level(int lm);
  Row& App(Application app);

  // What a CHALLENGE_MESSAGE grants on purpose whether or not the client offered it; every other
  // grant is for a client that offered it.
  Row& Unoffered(ntlm::NegotiateFlags granted);

  // The message. An AUTHENTICATE_MESSAGE gets the right MIC and the messages that go before.
  Row& Is(Pieces pieces);
  Row& Is(const Draft& draft) { return Is(draft.Lay()); }
  Row& Is(const AuthenticateParts& parts) { return Is(parts, parts.ToDraft()); }
  Row& Is(const AuthenticateParts& parts, const Draft& draft);
  Row& Is(const AuthenticateParts& parts, Pieces pieces);

  // The messages that go before an AUTHENTICATE_MESSAGE, where they are not those it is made for.
  Row& After(Data negotiate, Data challenge);

 private:
  MessageTest& test_;
};

// The first `size` bytes of a message.
Pieces Cut(const Pieces& pieces, size_t size);

// The piece with this name; it must be there.
Piece& Find(Pieces& pieces, absl::string_view name);

// The families, by the bug classes they are about.
void AddFieldTests(Tests* tests);     // single values: where they lie, how long they are
void AddLayoutTests(Tests* tests);    // values together
void AddHeaderTests(Tests* tests);    // truncation, absent members, Version, Signature
void AddTextTests(Tests* tests);      // strings
void AddAvPairTests(Tests* tests);    // of CHALLENGE_MESSAGE and of AUTHENTICATE_MESSAGE
void AddResponseTests(Tests* tests);  // responses, session key, MIC, replay
void AddFlagTests(Tests* tests);      // NegotiateFlags and downgrades

}  // namespace ntlmatrix::conformance::messages

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_ROW_H_
