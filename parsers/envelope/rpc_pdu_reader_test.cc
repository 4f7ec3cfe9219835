// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_pdu_reader.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/envelope/rpc_pdu.h"
#include "parsers/envelope/rpc_test_vectors.h"

namespace ntlmatrix::envelope {
namespace {

namespace vectors = test_vectors;

std::vector<uint8_t> Join(std::initializer_list<Bytes> parts) {
  std::vector<uint8_t> all;
  for (const Bytes part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

TEST(RpcPduReaderTest, GivesFragmentAfterFragment) {
  // Both byte orders, and a PTYPE that RpcPdu does not read.
  std::vector<uint8_t> stream =
      Join({vectors::kBindBigEndian, vectors::kOrphaned, vectors::kRequest});
  stream[122] = 20;
  RpcPduReader reader(stream);
  Bytes fragment;
  ASSERT_TRUE(reader.Next(&fragment));
  EXPECT_EQ(reader.offset(), 0u);
  EXPECT_EQ(fragment, Bytes(vectors::kBindBigEndian));
  ASSERT_TRUE(reader.Next(&fragment));
  EXPECT_EQ(reader.offset(), 120u);
  EXPECT_EQ(RpcPdu::Parse(fragment).status().code(), absl::StatusCode::kUnimplemented);
  ASSERT_TRUE(reader.Next(&fragment));
  EXPECT_EQ(reader.offset(), 136u);
  EXPECT_EQ(fragment, Bytes(vectors::kRequest));
  EXPECT_FALSE(reader.Next(&fragment));
  EXPECT_TRUE(reader.status().ok());
}

TEST(RpcPduReaderTest, EndsAtOnceInAnEmptyStream) {
  RpcPduReader reader((Bytes()));
  Bytes fragment;
  EXPECT_FALSE(reader.Next(&fragment));
  EXPECT_TRUE(reader.status().ok());
}

TEST(RpcPduReaderTest, StopsForEverAtAFragLengthBelowTheHeader) {
  std::vector<uint8_t> stream = Join({vectors::kOrphaned, vectors::kOrphaned, vectors::kOrphaned});
  stream[24] = 0;
  RpcPduReader reader(stream);
  Bytes fragment;
  EXPECT_TRUE(reader.Next(&fragment));
  EXPECT_FALSE(reader.Next(&fragment));
  EXPECT_FALSE(reader.Next(&fragment));
  EXPECT_EQ(reader.status().message(),
            "DCE/RPC header: frag_length 0 at offset 8 is less than the header's 16 (header at "
            "offset 16 of the stream)");
}

TEST(RpcPduReaderTest, TruncationAtEveryByteIsAnErrorOrTheEndOfAFragment) {
  const std::vector<uint8_t> stream = Join({vectors::kOrphaned, vectors::kFault});
  for (size_t size = 0; size < stream.size(); ++size) {
    RpcPduReader reader(Bytes(stream).first(size));
    Bytes fragment;
    size_t given = 0;
    while (reader.Next(&fragment)) given += fragment.size();
    EXPECT_EQ(given, size < 16 ? 0 : 16) << size;
    EXPECT_EQ(reader.status().ok(), size == 0 || size == 16) << size;
  }
}

TEST(RpcPduReaderTest, GivesEachByteOnceHoweverLongTheStreamIs) {
  for (size_t count = 64; count <= 4096; count *= 2) {
    std::vector<uint8_t> stream;
    for (size_t i = 0; i < count; ++i) {
      stream.insert(stream.end(), std::begin(vectors::kOrphaned), std::end(vectors::kOrphaned));
    }
    RpcPduReader reader(stream);
    Bytes fragment;
    size_t calls = 0;
    size_t given = 0;
    while (reader.Next(&fragment)) {
      EXPECT_EQ(reader.offset(), given);
      given += fragment.size();
      ++calls;
    }
    EXPECT_EQ(calls, count);
    EXPECT_EQ(given, stream.size()) << "64 KiB at the end";
    EXPECT_TRUE(reader.status().ok());
  }
}

}  // namespace
}  // namespace ntlmatrix::envelope
