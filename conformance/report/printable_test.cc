// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/printable.h"

#include <gtest/gtest.h>

namespace ntlmatrix {
namespace {

TEST(PrintableTest, EscapesWhatATerminalObeys) {
  EXPECT_EQ(Printable("Dom\xC3\xA4ne"), "Dom\xC3\xA4ne");
  EXPECT_EQ(Printable("a\x1B[31m\n\x7F"), "a\\u001b[31m\\u000a\\u007f");
  EXPECT_EQ(Printable(absl::string_view("\0", 1)), "\\u0000");
  EXPECT_EQ(Printable("\xC2\x9B"), "\\u009b") << "CSI in one character";
  EXPECT_EQ(Printable("\xE2\x80\xAE"), "\\u202e") << "right-to-left override";
  EXPECT_EQ(Printable("\xF3\xA0\x80\xA0"), "\\U000e0020") << "tag";
  EXPECT_EQ(Printable("\xF0\x9F\x98\x80"), "\xF0\x9F\x98\x80");
  EXPECT_EQ(Printable("a\xFFz\xC3"), "a\\xffz\\xc3");
}

TEST(PrintableTest, LeavesEscapedTextAlone) {
  EXPECT_EQ(Printable(Printable("\x1B\xFF")), "\\u001b\\xff");
}

}  // namespace
}  // namespace ntlmatrix
