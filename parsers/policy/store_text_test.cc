// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/store_text.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/policy/place.h"

namespace ntlmatrix::policy {
namespace {

using Encoded = std::vector<uint8_t>;

void ExpectText(const Encoded& bytes, TextEncoding encoding, absl::string_view utf8) {
  const StoreText text = DecodeStoreText(bytes);
  EXPECT_EQ(text.encoding, encoding) << TextEncodingName(text.encoding);
  EXPECT_EQ(text.utf8, utf8);
  EXPECT_TRUE(text.error.ok()) << text.error;
}

void ExpectError(const Encoded& bytes, absl::string_view before, uint64_t offset,
                 absl::string_view message) {
  const StoreText text = DecodeStoreText(bytes);
  EXPECT_EQ(text.utf8, before);
  EXPECT_EQ(text.error.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(text.error.message(), message);
  EXPECT_EQ(PlaceOf(text.error), Place::Offset(offset));
}

TEST(StoreTextTest, ReadsEveryMark) {
  ExpectText({0xFF, 0xFE, 'a', 0, 0xE9, 0}, TextEncoding::kUtf16LittleEndian, "a\xC3\xA9");
  ExpectText({0xFE, 0xFF, 0, 'a', 0, 0xE9}, TextEncoding::kUtf16BigEndian, "a\xC3\xA9");
  ExpectText({0xEF, 0xBB, 0xBF, 'a', 0xC3, 0xA9}, TextEncoding::kUtf8WithMark, "a\xC3\xA9");
}

TEST(StoreTextTest, ReadsTextWithoutMark) {
  ExpectText({'a', 0xC3, 0xA9}, TextEncoding::kUtf8, "a\xC3\xA9");
  ExpectText({}, TextEncoding::kUtf8, "");
  ExpectText({'[', 0, 'U', 0}, TextEncoding::kUtf16LittleEndianGuess, "[U");
  ExpectText({0, '[', 0, 'U'}, TextEncoding::kUtf16BigEndianGuess, "[U");
}

TEST(StoreTextTest, ReadsCodePageByteByByte) {
  ExpectText({'a', 0xE9, 'b', 0x80}, TextEncoding::k8Bit,
             "a\xC3\xA9"
             "b\xC2\x80");
}

TEST(StoreTextTest, KeepsTextBeforeTheFirstBadByte) {
  ExpectError({0xFF, 0xFE, 'a', 0, 'b'}, "a", 4, "half a UTF-16 code unit at byte offset 4");
  ExpectError({0xFF, 0xFE, 'a', 0, 0x00, 0xD8, 'b', 0}, "a", 4,
              "lone UTF-16 surrogate at byte offset 4");
  ExpectError({0xFE, 0xFF, 0, 'a', 0xDC, 0x00}, "a", 4, "lone UTF-16 surrogate at byte offset 4");
  ExpectError({0xEF, 0xBB, 0xBF, 'a', 0xFF, 'b'}, "a", 4, "malformed UTF-8 at byte offset 4");
}

TEST(StoreTextTest, StopsAtNul) {
  ExpectError({'a', 'b', 0, 'c'}, "ab", 2, "character U+0000 at byte offset 2");
  ExpectError({0xFF, 0xFE, 0, 'a', 0, 0, 'b', 0}, "\xE6\x84\x80", 4,
              "character U+0000 at byte offset 4");
  ExpectError({0xFF, 0xFE, 0, 0, 'a', 0, 0, 0}, "", 2, "character U+0000 at byte offset 2");
}

}  // namespace
}  // namespace ntlmatrix::policy
