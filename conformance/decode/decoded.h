// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_DECODED_H_
#define NTLMATRIX_CONFORMANCE_DECODE_DECODED_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "conformance/decode/described_field.h"
#include "conformance/decode/token.h"
#include "conformance/decode/token_text.h"
#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::decode {

// A token and everything that can be said about it.
struct DecodedToken {
  Token token;
  size_t input = 0;  // which of the inputs it was found in
  std::optional<ntlm::MessageType> type;
  absl::Status status;  // not OK: the message can't be read, with offset and reason
  std::vector<DescribedField> fields;
  std::vector<Finding> findings;           // of the message alone
  std::vector<Finding> exchange_findings;  // against the messages before it
};

// Whether a finding on the token, its envelopes or its exchange has this severity.
bool HasFinding(const DecodedToken& token, Severity severity);

// Messages that belong together, as indices of tokens.
struct DecodedExchange {
  std::optional<size_t> negotiate;
  std::optional<size_t> challenge;
  std::optional<size_t> authenticate;
  std::vector<size_t> unreadable;  // those of them that are not compared

  // The flags of the messages that can be read.
  std::optional<ntlm::NegotiateFlags> offered;
  std::optional<ntlm::NegotiateFlags> granted;
  std::optional<ntlm::NegotiateFlags> stated;  // by AUTHENTICATE_MESSAGE
};

// Something that was searched for tokens.
struct DecodedInput {
  std::string name;
  size_t size = 0;      // in bytes
  absl::Status status;  // not OK: it could not be read
  SearchResult search;
};

// Not more tokens are decoded; what they take is kept until all are reported.
inline constexpr size_t kMostTokens = 1000;

// Inputs, the tokens in them and how those belong together.
class Decoding {
 public:
  // Searches an input. The bytes are not needed any more afterwards.
  void Add(std::string name, Bytes input);
  // Says why the last input, in which no token was found, is none.
  void Reject(absl::Status status) { inputs_.back().status = std::move(status); }
  void AddUnreadable(std::string name, absl::Status status);

  // Puts exchanges together, once all inputs have been added. If no type of message is there twice
  // the messages are one exchange in whatever order; otherwise one begins with each message that
  // can't come after the one before it.
  void JudgeExchanges();

  const std::vector<DecodedInput>& inputs() const { return inputs_; }
  const std::vector<DecodedToken>& tokens() const { return tokens_; }
  // Those of two messages or more.
  const std::vector<DecodedExchange>& exchanges() const { return exchanges_; }
  // Whether there were more than kMostTokens.
  bool cut() const { return cut_; }

  // Whether anything is wrong: an input without token or partly not read, a message that can't be
  // read, a finding of severity error.
  bool HasErrors() const;
  bool HasWarnings() const;

 private:
  std::vector<DecodedInput> inputs_;
  std::vector<DecodedToken> tokens_;
  std::vector<DecodedExchange> exchanges_;
  bool cut_ = false;
};

// Describes and judges a token by itself.
DecodedToken DecodeToken(Token token, size_t input);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_DECODED_H_
