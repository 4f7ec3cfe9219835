// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "conformance/citations.h"
#include "conformance/messages/cite_processing.h"
#include "conformance/messages/cite_structures.h"
#include "conformance/messages/row.h"

namespace ntlmatrix::conformance::messages {
namespace {

using ntlm::MessageType;

// AvIds, [MS-NLMP] 2.2.2.1.
constexpr uint16_t kEol = 0;
constexpr uint16_t kNbComputerName = 1;
constexpr uint16_t kNbDomainName = 2;
constexpr uint16_t kFlags = 6;
constexpr uint16_t kTimestamp = 7;
constexpr uint16_t kSingleHost = 8;
constexpr uint16_t kChannelBindings = 10;
constexpr uint16_t kUnknown = 11;

using Edit = std::function<void(Pieces*)>;

void InsertBeforeEnd(Pieces* pairs, Piece pair) {
  pairs->insert(pairs->begin() + static_cast<ptrdiff_t>(FindPair(*pairs, kEol)), std::move(pair));
}

void Erase(Pieces* pairs, uint16_t av_id) {
  pairs->erase(pairs->begin() + static_cast<ptrdiff_t>(FindPair(*pairs, av_id)));
}

void Replace(Pieces* pairs, Piece pair, uint16_t av_id) {
  (*pairs)[FindPair(*pairs, av_id)] = std::move(pair);
}

// The structure that a client of this or another machine sends, [MS-NLMP] 2.2.2.2.
Data SingleHost(size_t size) {
  Data data = U32(static_cast<uint32_t>(size));
  data.resize(size, 0x5A);
  std::fill_n(data.begin() + 4, 4, uint8_t{0});  // Z4
  return data;
}

// The two messages that carry a list: as TargetInfo and inside NtChallengeResponse.
absl::string_view ListField(MessageType message) {
  return message == MessageType::kChallenge ? "target-info" : "nt-challenge-response";
}

Row& IsWithPairs(Row& row, MessageType message, const Edit& edit) {
  if (message == MessageType::kChallenge) {
    Draft draft = ChallengeDraft(kOffer);
    edit(&draft.Value("TargetInfo").content);
    return row.Is(draft);
  }
  AuthenticateParts parts;
  edit(&parts.av_pairs);
  return row.Is(parts);
}

Row Open(Tests* tests, MessageType message, absl::string_view field, absl::string_view edit,
         absl::string_view reason, std::initializer_list<Citation> citations, const Edit& change) {
  Row row(tests, message, field, BugClass::kAvPairs, edit);
  row.Open().Because(reason).Cite(citations);
  return IsWithPairs(row, message, change);
}

// Lists that end too early, too late or not at all.
void AddEnds(Tests* tests, MessageType message) {
  const absl::string_view field = ListField(message);
  Row endless(tests, message, field, BugClass::kAvPairs, "no-end-of-list");
  endless.Open()
      .Because(
          "a sender must end the list; whether a receiver may take one that ends with its field is "
          "not said")
      .Cite({cite::kEndOfListPresent})
      .Bugs({"FreeRDP 6931f54fa"});
  if (message == MessageType::kChallenge) {
    IsWithPairs(endless, message, [](Pieces* pairs) { Erase(pairs, kEol); });
  } else {
    AuthenticateParts parts;
    Erase(&parts.av_pairs, kEol);
    parts.after_av_pairs.clear();  // Z(4) would be an end
    endless.Is(parts);
  }
  Open(tests, message, field, "end-of-list-not-empty",
       "AvLen of the end must be 0; what a receiver does with more is not said",
       {cite::kEndOfListEmpty}, [](Pieces* pairs) {
         Replace(pairs, AvPair(kEol, {0xEE, 0xEE, 0xEE, 0xEE}, "four bytes"), kEol);
       });
  const auto unreadable = [&](absl::string_view edit, absl::string_view reason, Piece last) {
    Row row(tests, message, field, BugClass::kAvPairs, edit);
    row.Fail(Strength::kRecommended)
        .Because(reason)
        .Cite({cite::kPairsFillTargetInfo})
        .Bugs({"CVE-2020-11097"});
    IsWithPairs(row, message, [&](Pieces* pairs) { Replace(pairs, last, kEol); });
    if (message == MessageType::kAuthenticate) row.Cite({cite::kDecodeAuthenticate});
  };
  // In AUTHENTICATE_MESSAGE four zero bytes follow the list.
  unreadable("last-value-past-end", "the value of the last pair passes the end: this is no list",
             {"MsvAvDnsTreeName", {5, 0, 0x00, 0x10, 'x', 0}, "AvId 5, AvLen 4096: x"});
  unreadable("last-pair-cut", "the last pair passes the end with its own header: this is no list",
             message == MessageType::kChallenge
                 ? Piece{"MsvAvDnsTreeName", {5, 0}, "AvId 5, the list ends before AvLen"}
                 : Piece{"MsvAvDnsTreeName",
                         {5, 0, 3, 0, 'x', 0},
                         "AvId 5, AvLen 3, then one byte "
                         "of Z(4) and half a header"});
}

void AddLists(Tests* tests, MessageType message) {
  const absl::string_view field = ListField(message);
  const Citation answer =
      message == MessageType::kChallenge ? cite::kClientAnswers : cite::kResponseDecides;
  Open(tests, message, field, "unknown-av-id",
       "the table has no AvId 11; no document says what a receiver does with one", {cite::kAvId},
       [](Pieces* pairs) {
         InsertBeforeEnd(pairs, AvPair(kUnknown, {1, 2, 3}, "unknown"));
       })
      .Bugs({"CVE-2020-11097"});
  Open(tests, message, field, "thousand-pairs",
       "a thousand pairs of an unknown AvId; no document limits their number", {cite::kAvId},
       [](Pieces* pairs) {
         for (int i = 0; i < 1000; ++i) {
           InsertBeforeEnd(pairs, AvPair(static_cast<uint16_t>(0x1000 + i), {}, "unknown"));
         }
       });
  Row row(tests, message, field, BugClass::kAvPairs, "other-order");
  row.Accept()
      .Because("the pairs before the end stand in the reverse order, which is allowed")
      .Cite({cite::kPairsAnyOrder, answer});
  IsWithPairs(row, message, [](Pieces* pairs) { std::reverse(pairs->begin(), pairs->end() - 1); });
}

// Values that are too short or too long for their AvId.
void AddSizes(Tests* tests, MessageType message) {
  constexpr absl::string_view kReason =
      "the value has not the size of its structure; what a receiver does then is not said";
  const auto add = [&](absl::string_view field, absl::string_view edit, Piece pair,
                       uint16_t replaces) {
    return Open(tests, message, field, edit, kReason, {cite::kAvValue}, [&](Pieces* pairs) {
      if (replaces == kEol) {
        InsertBeforeEnd(pairs, pair);
      } else {
        Replace(pairs, pair, replaces);
      }
    });
  };
  const bool challenge = message == MessageType::kChallenge;
  add("timestamp", "seven-bytes", AvPair(kTimestamp, Zeros(7), "one byte short"), kTimestamp)
      .Bugs({"CVE-2023-25567"});
  add("timestamp", "empty", AvPair(kTimestamp, {}, "no FILETIME"), kTimestamp)
      .Bugs({"CVE-2023-25567"});
  add("timestamp", "nine-bytes", AvPair(kTimestamp, Zeros(9), "one byte long"), kTimestamp);
  add("av-flags", "three-bytes", AvPair(kFlags, {0, 0, 0}, "one byte short"),
      challenge ? kEol : kFlags)
      .Bugs({"CVE-2023-25567"});
  add("channel-bindings", "fifteen-bytes", AvPair(kChannelBindings, Zeros(15), "one byte short"),
      challenge ? kEol : kChannelBindings);
  add("single-host", "forty-seven-bytes", AvPair(kSingleHost, SingleHost(47), "one byte short"),
      kEol);
}

// The same AvId twice.
void AddRepeats(Tests* tests, MessageType message) {
  const auto add = [&](absl::string_view field, Piece pair) {
    return Open(tests, message, field, "twice",
                "the document speaks neither for nor against a second pair of one AvId",
                {cite::kPairsAnyOrder}, [&](Pieces* pairs) { InsertBeforeEnd(pairs, pair); });
  };
  add("nb-domain-name", AvPair(kNbDomainName, Utf16("OTHER"), "OTHER"));
  add("timestamp", AvPair(kTimestamp, U64(1), "1601-01-01"));
}

void AddNames(Tests* tests) {
  const auto fail = [&](absl::string_view field, absl::string_view edit, absl::string_view reason,
                        const Edit& change) {
    Row row(tests, MessageType::kChallenge, field, BugClass::kAvPairs, edit);
    row.Fail(Strength::kRequired, kStatusLogonFailure)
        .Because(reason)
        .Cite({citations::kNetbiosNames});
    return IsWithPairs(row, MessageType::kChallenge, change);
  };
  fail("nb-computer-name", "missing", "one of the two names is missing",
       [](Pieces* pairs) { Erase(pairs, kNbComputerName); });
  fail("nb-domain-name", "missing", "one of the two names is missing",
       [](Pieces* pairs) { Erase(pairs, kNbDomainName); });
  fail("target-info", "only-end-of-list", "both names are missing", [](Pieces* pairs) {
    pairs->erase(pairs->begin(), pairs->end() - 1);
  }).Bugs({"CVE-2019-1019"});
  fail("target-info", "names-after-end-of-list", "what follows the end is not in the list",
       [](Pieces* pairs) { std::rotate(pairs->begin(), pairs->end() - 1, pairs->end()); })
      .Cite({cite::kEndOfList});

  const auto open = [&](absl::string_view field, absl::string_view edit, absl::string_view reason,
                        uint16_t av_id, Piece pair) {
    return Open(tests, MessageType::kChallenge, field, edit, reason, {cite::kNameIsUnicode},
                [&](Pieces* pairs) { Replace(pairs, pair, av_id); });
  };
  constexpr absl::string_view kEmpty =
      "the pair is there, so the client has what it must have; whether an empty name is one is not "
      "said";
  open("nb-computer-name", "empty-name", kEmpty, kNbComputerName, AvPair(kNbComputerName, {}, ""));
  open("nb-domain-name", "empty-name", kEmpty, kNbDomainName, AvPair(kNbDomainName, {}, ""));
  constexpr absl::string_view kNotUnicode =
      "the name is no Unicode; a client only repeats it, and what else it may do is not said";
  open("nb-domain-name", "odd-length", kNotUnicode, kNbDomainName,
       AvPair(kNbDomainName, {'D', 0, 'x'}, "D and half a character"))
      .Bugs({"CVE-2023-25564"});
  open("nb-domain-name", "lone-surrogate", kNotUnicode, kNbDomainName,
       AvPair(kNbDomainName, {'D', 0, 0x00, 0xD8}, "D and the first half of a surrogate pair"))
      .Bugs({"CVE-2023-25564"});
  open("nb-domain-name", "embedded-nul",
       "the name has a terminator inside; a client only repeats it, and what else it may do is not "
       "said",
       kNbDomainName, AvPair(kNbDomainName, {'D', 0, 0, 0, 'x', 0}, "D, NUL, x"));
}

void AddChallengePairs(Tests* tests) {
  Row no_time(tests, MessageType::kChallenge, "timestamp", BugClass::kAvPairs, "missing");
  no_time.Accept()
      .Because("the client takes its own time and sends an LMv2 response")
      .Cite({cite::kNoTimestamp, cite::kClientAnswers});
  IsWithPairs(no_time, MessageType::kChallenge, [](Pieces* pairs) { Erase(pairs, kTimestamp); });

  Row flags(tests, MessageType::kChallenge, "av-flags", BugClass::kAvPairs, "without-mic-bit");
  flags.Accept()
      .Because("the client sets bit 0x2 in this pair and adds no second one")
      .Cite({cite::kSetMicBit, cite::kClientAnswers})
      .Bugs({"CVE-2019-1166"});
  IsWithPairs(flags, MessageType::kChallenge, [](Pieces* pairs) {
    InsertBeforeEnd(pairs, AvPair(kFlags, U32(1), "account authentication is constrained"));
  });

  Row broken(tests, MessageType::kChallenge, "single-host", BugClass::kAvPairs, "then-broken-pair");
  broken.Fail(Strength::kRecommended)
      .Because(
          "a pair after MsvAvSingleHost and MsvAvChannelBindings passes the end: this is no "
          "list")
      .Cite({cite::kPairsFillTargetInfo})
      .Bugs({"CVE-2023-25565"});
  IsWithPairs(broken, MessageType::kChallenge, [](Pieces* pairs) {
    InsertBeforeEnd(pairs, AvPair(kChannelBindings, Zeros(16), "none"));
    InsertBeforeEnd(pairs, AvPair(kSingleHost, SingleHost(48), ""));
    Replace(pairs, {"MsvAvDnsTreeName", {5, 0, 0xFF, 0xFF}, "AvId 5, AvLen 65535"}, kEol);
  });

  // What the client repeats in its response.
  const auto echo = [&](absl::string_view edit, size_t size) {
    Row row(tests, MessageType::kChallenge, "target-info", BugClass::kEcho, edit);
    IsWithPairs(row, MessageType::kChallenge, [&](Pieces* pairs) {
      const size_t rest = Join(*pairs).size() + 4;
      InsertBeforeEnd(pairs, AvPair(5, Data(size - rest, 'A'), "as long as it takes"));
    });
    return row;
  };
  echo("two-kilobytes", 2000)
      .Accept()
      .Because("the client repeats TargetInfo in its response, which then has more than 2000 bytes")
      .Cite({cite::kClientAnswers})
      .Bugs({"CVE-2019-3822"});
  echo("longest", 65535)
      .Fail()
      .Because("repeated in a response, 65535 bytes are more than NtChallengeResponseLen can say")
      .Cite({{documents::kMsNlmp, "2.2.1.3 NtChallengeResponseLen",
              "A 16-bit unsigned integer that defines the size, in bytes, of NtChallengeResponse "
              "in Payload."}})
      .Bugs({"CVE-2019-3822"});
}

void AddAuthenticatePairs(Tests* tests) {
  const auto accept = [&](absl::string_view field, absl::string_view edit, Strength strength,
                          absl::string_view reason, std::initializer_list<Citation> citations,
                          const Edit& change) {
    Row row(tests, MessageType::kAuthenticate, field, BugClass::kAvPairs, edit);
    row.Accept(strength).Because(reason).Cite(citations).Cite({cite::kResponseDecides});
    IsWithPairs(row, MessageType::kAuthenticate, change);
  };
  accept("single-host", "of-another-host", Strength::kRequired,
         "what another machine says of itself is ignored, and so is what follows MachineID",
         {cite::kSingleHostElsewhere, cite::kSingleHostRest}, [](Pieces* pairs) {
           InsertBeforeEnd(pairs, AvPair(kSingleHost, SingleHost(80), "32 bytes more than 48"));
         });
  accept("channel-bindings", "unasked", Strength::kRecommended,
         "the server's application has no channel bindings to compare with",
         {cite::kChannelBindings}, [](Pieces* pairs) {
           Replace(pairs, AvPair(kChannelBindings, Data(16, 0x77), "of some channel"),
                   kChannelBindings);
         });
  Open(tests, MessageType::kAuthenticate, "nt-challenge-response", "no-names",
       "the two names must be in the list; a server is not told to look for them", {cite::kAvId},
       [](Pieces* pairs) {
         Erase(pairs, kNbComputerName);
         Erase(pairs, kNbDomainName);
       });

  AuthenticateParts trailing;
  trailing.after_av_pairs = Data(12, 0x33);
  Row(tests, MessageType::kAuthenticate, "nt-challenge-response", BugClass::kAvPairs,
      "bytes-after-end-of-list")
      .Accept(Strength::kRecommended)
      .Because("Windows adds bytes after the list, which have no defined contents")
      .Cite({cite::kTrailingBytes, cite::kResponseDecides})
      .Is(trailing);

  // A second MsvAvFlags promises a MIC that is wrong; the first does not.
  AuthenticateParts parts;
  Replace(&parts.av_pairs, AvPair(kFlags, U32(0), "nothing"), kFlags);
  InsertBeforeEnd(&parts.av_pairs, AvPair(kFlags, U32(2), "MIC present"));
  Pieces pieces = parts.ToDraft().Lay();
  Find(pieces, "MIC") = {"MIC", Data(16, 0x11), "wrong"};
  Row(tests, MessageType::kAuthenticate, "av-flags", BugClass::kAvPairs, "second-promises-mic")
      .Fail(Strength::kRecommended)
      .Because(
          "the list has a pair that promises a MIC, beside one that does not, and the MIC is "
          "wrong")
      .Cite({cite::kMicPresence, cite::kMicCompared})
      .Is(parts, pieces);
}

}  // namespace

void AddAvPairTests(Tests* tests) {
  for (const MessageType message : {MessageType::kChallenge, MessageType::kAuthenticate}) {
    AddEnds(tests, message);
    AddLists(tests, message);
    AddSizes(tests, message);
    AddRepeats(tests, message);
  }
  AddNames(tests);
  AddChallengePairs(tests);
  AddAuthenticatePairs(tests);
}

}  // namespace ntlmatrix::conformance::messages
