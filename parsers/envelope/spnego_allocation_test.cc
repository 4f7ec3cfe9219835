// SPDX-License-Identifier: Apache-2.0

// What must not allocate does not. A program of its own, because it replaces operator new.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/envelope/spnego.h"
#include "parsers/envelope/test_tokens.h"

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

namespace ntlmatrix::envelope {
namespace {

TEST(SpnegoAllocationTest, ParseAllocatesNothing) {
  const size_t before = allocations;
  const bool parsed = NegTokenInit::Parse(test_tokens::kInitWithNegotiate).ok() &&
                      ParseNegotiationToken(test_tokens::kInit2OfWindows).ok() &&
                      ParseNegotiationToken(test_tokens::kRespWithChallenge).ok();
  const size_t after = allocations;
  EXPECT_TRUE(parsed);
  EXPECT_EQ(after, before);
}

TEST(SpnegoAllocationTest, ParseOfManyMechTypesAllocatesNothing) {
  const Bytes mech_type = Bytes(test_tokens::kInitWithNegotiate).subspan(20, 1);
  const std::vector<Bytes> mech_types(21845, mech_type);
  const std::vector<uint8_t> list = SerializeMechTypeList(mech_types).value();
  NegTokenInit token;
  token.mech_types = MechTypeList{list};
  const std::vector<uint8_t> bytes = token.Serialize().value();
  const size_t before = allocations;
  const bool parsed = NegTokenInit::Parse(bytes).ok();
  const size_t after = allocations;
  EXPECT_TRUE(parsed);
  EXPECT_EQ(after, before);
}

TEST(SpnegoAllocationTest, ValidateAllocatesNothingWithoutFinding) {
  const NegotiationToken init = ParseNegotiationToken(test_tokens::kInit2OfWindows).value();
  const NegotiationToken resp = ParseNegotiationToken(test_tokens::kRespWithChallenge).value();
  const size_t before = allocations;
  const bool clean = Validate(init).empty() && Validate(resp).empty();
  const size_t after = allocations;
  EXPECT_TRUE(clean);
  EXPECT_EQ(after, before);
}

TEST(SpnegoAllocationTest, CountsAllocations) {
  const size_t before = allocations;
  EXPECT_FALSE(NegTokenResp().Serialize()->empty());
  EXPECT_GT(allocations, before) << "or the tests above prove nothing";
}

}  // namespace
}  // namespace ntlmatrix::envelope
