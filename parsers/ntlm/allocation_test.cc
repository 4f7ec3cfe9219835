// SPDX-License-Identifier: Apache-2.0

// What must not allocate does not. A program of its own, because it replaces operator new.

#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/session_security.h"
#include "parsers/ntlm/test_vectors.h"
#include "parsers/ntlm/validate.h"

namespace {

size_t allocations = 0;

}  // namespace

// Not inline: g++-12 would see malloc on one side of a pair and new on the other, and warn.
[[gnu::noinline]] void* operator new(size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

TEST(AllocationTest, ParseAllocatesNothing) {
  constexpr uint8_t kNegotiate[] = {'N', 'T', 'L', 'M', 'S', 'S',  'P',  0,   // Signature
                                    1,   0,   0,   0,   5,   0x82, 0x00, 0};  // NegotiateFlags
  const size_t before = allocations;
  const bool parsed = NegotiateMessage::Parse(kNegotiate).ok() &&
                      ChallengeMessage::Parse(vectors::ntlm_v2::kChallengeMessage).ok() &&
                      AuthenticateMessage::Parse(vectors::ntlm_v2::kAuthenticateMessage).ok();
  const size_t after = allocations;
  EXPECT_TRUE(parsed);
  EXPECT_EQ(after, before);
}

TEST(AllocationTest, ValidateAllocatesNothingWithoutFinding) {
  auto challenge = ChallengeMessage::Parse(vectors::ntlm_v2::kChallengeMessage).value();
  challenge.negotiate_flags = (challenge.negotiate_flags | flags::kRequestTarget) & ~flags::kOem;
  const auto authenticate =
      AuthenticateMessage::Parse(vectors::ntlm_v2::kAuthenticateMessage).value();
  const size_t before = allocations;
  const bool clean = challenge.Validate().empty() && authenticate.Validate().empty();
  const size_t after = allocations;
  EXPECT_TRUE(clean);
  EXPECT_EQ(after, before);
}

TEST(AllocationTest, ValidateMessageAllocatesNothingWithoutFinding) {
  std::array<uint8_t, sizeof(vectors::ntlm_v2::kChallengeMessage)> challenge =
      std::to_array(vectors::ntlm_v2::kChallengeMessage);
  constexpr size_t kFlagsOffset = 20;
  challenge[kFlagsOffset] |= flags::kRequestTarget;
  challenge[kFlagsOffset] &= static_cast<uint8_t>(~flags::kOem);
  const size_t before = allocations;
  const bool clean = ValidateMessage(challenge)->empty();
  const size_t after = allocations;
  EXPECT_TRUE(clean);
  EXPECT_EQ(after, before);
}

// As a domain member of today sends it: 236 bytes, five names and the time.
std::vector<uint8_t> ChallengeOfToday() {
  const auto resource = Utf8ToUtf16("RESOURCE").value();
  const auto server = Utf8ToUtf16("SERVER").value();
  const auto dns_domain = Utf8ToUtf16("corp.example.com").value();
  const auto dns_server = Utf8ToUtf16("server.corp.example.com").value();
  const auto dns_tree = Utf8ToUtf16("example.com").value();
  constexpr uint8_t kTimestamp[] = {0x00, 0x00, 0x81, 0x92, 0xB1, 0x7A, 0xDC, 0x01};
  const auto target_info = SerializeAvPairs({{AvId::kNbDomainName, resource},
                                             {AvId::kNbComputerName, server},
                                             {AvId::kDnsDomainName, dns_domain},
                                             {AvId::kDnsComputerName, dns_server},
                                             {AvId::kDnsTreeName, dns_tree},
                                             {AvId::kTimestamp, kTimestamp}})
                               .value();
  ChallengeMessage message;
  message.target_name = resource;
  message.negotiate_flags = 0xE2898235;
  message.reserved.emplace();
  message.target_info = target_info;
  message.version = Version{10, 0, 20348, {}, kNtlmRevisionW2K3};
  return message.Serialize().value();
}

TEST(AllocationTest, ValidateMessageAllocatesNothingForManyPairs) {
  const std::vector<uint8_t> challenge = ChallengeOfToday();
  ASSERT_EQ(challenge.size(), 236u);
  const size_t before = allocations;
  const bool clean = ValidateMessage(challenge)->empty();
  const size_t after = allocations;
  EXPECT_TRUE(clean);
  EXPECT_EQ(after, before);
}

TEST(AllocationTest, LayoutAllocatesNothing) {
  const size_t before = allocations;
  const bool placed =
      MessageLayout::Parse(vectors::ntlm_v2::kChallengeMessage).ok() &&
      MessageLayout::Parse(vectors::ntlm_v2::kAuthenticateMessage)->fields().size() == 6;
  const size_t after = allocations;
  EXPECT_TRUE(placed);
  EXPECT_EQ(after, before);
}

TEST(AllocationTest, AvPairReaderAllocatesNothing) {
  const Bytes list = *ChallengeMessage::Parse(vectors::ntlm_v2::kChallengeMessage)->target_info;
  const size_t before = allocations;
  size_t count = 0;
  AvPairReader reader(list);
  for (AvPair pair; reader.Next(&pair);) ++count;
  const size_t after = allocations;
  EXPECT_EQ(count, 2u);
  EXPECT_EQ(after, before);
}

TEST(AllocationTest, SealAndUnsealAllocateNothing) {
  constexpr NegotiateFlags kSealed = vectors::ntlm_v2::kChallengeFlags;
  std::array<uint8_t, 64> message = {};
  const size_t before = allocations;
  SessionSecurity client(kSealed, vectors::kRandomSessionKey, Direction::kClientToServer);
  SessionSecurity server(kSealed, vectors::kRandomSessionKey, Direction::kServerToClient);
  const auto signature = client.Seal(absl::MakeSpan(message));
  const bool valid = signature.has_value() &&
                     server.Unseal(absl::MakeSpan(message), *signature) == Verification::kValid;
  const size_t after = allocations;
  EXPECT_TRUE(valid);
  EXPECT_EQ(after, before);
}

TEST(AllocationTest, FindAvPairAllocatesNothing) {
  const Bytes list = *ChallengeMessage::Parse(vectors::ntlm_v2::kChallengeMessage)->target_info;
  const size_t before = allocations;
  const bool absent = FindAvPair(list, AvId::kTimestamp).value() == std::nullopt;
  const size_t after = allocations;
  EXPECT_TRUE(absent);
  EXPECT_EQ(after, before);
}

TEST(AllocationTest, SerializeAllocatesItsResultAlone) {
  const auto message = AuthenticateMessage::Parse(vectors::ntlm_v2::kAuthenticateMessage).value();
  const std::array<AvPair, 9> pairs = {};
  const size_t before = allocations;
  const bool written = message.Serialize().ok() && SerializeAvPairs(pairs).ok();
  const size_t after = allocations;
  EXPECT_TRUE(written);
  EXPECT_EQ(after, before + 2);
}

TEST(AllocationTest, SessionSecurityAllocatesNothing) {
  std::array<uint8_t, 64> message = {};
  for (const NegotiateFlags negotiated :
       {vectors::ntlm_v1::kChallengeFlags, vectors::ntlm_v2::kChallengeFlags,
        vectors::ntlm_v2::kChallengeFlags | flags::kDatagram}) {
    const size_t before = allocations;
    SessionSecurity client(negotiated, vectors::kRandomSessionKey, Direction::kClientToServer);
    SessionSecurity server(negotiated, vectors::kRandomSessionKey, Direction::kServerToClient);
    const auto sealed = client.Seal(absl::MakeSpan(message));
    const bool unsealed =
        server.Unseal(absl::MakeSpan(message), *sealed) == Verification::kValid &&
        server.Unseal(absl::MakeSpan(message), *sealed) != Verification::kNotNegotiated;
    const auto signature = client.Sign(message);
    const bool verified = server.Verify(message, *signature) == Verification::kValid &&
                          server.Verify(message, Bytes()) == Verification::kNotSixteenBytes;
    const size_t after = allocations;
    EXPECT_TRUE(unsealed && verified);
    EXPECT_EQ(after, before);
  }
}

TEST(AllocationTest, CountsAllocations) {
  const size_t before = allocations;
  EXPECT_EQ(SerializeAvPairs({})->size(), 4u);
  EXPECT_GT(allocations, before) << "or the tests above prove nothing";
}

}  // namespace
}  // namespace ntlmatrix::ntlm
