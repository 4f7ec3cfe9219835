// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/reader_output.h"

#include "gtest/gtest.h"

namespace ntlmatrix::policy {
namespace {

TEST(ReaderOutputTest, StopsAtTheLimitOfFindings) {
  size_t count = 0;
  const auto take = [&](const PolicyFinding&) { ++count; };
  ReaderOutput output([](const RegistryValue&) {}, take);
  for (size_t i = 0; i < ReaderOutput::kMaxFindings; ++i) {
    output.Report("x", Severity::kNote, "x", "x", Place::Line(i));
  }
  EXPECT_TRUE(output.status().ok());
  output.Report("x", Severity::kNote, "x", "x", Place::Line(7));
  output.Report("x", Severity::kNote, "x", "x", Place::Line(8));
  EXPECT_EQ(count, ReaderOutput::kMaxFindings);
  EXPECT_EQ(output.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(PlaceOf(output.status()), Place::Line(7));
}

TEST(ReaderOutputTest, StopsAtTheLimitOfValues) {
  size_t count = 0;
  const auto take = [&](const RegistryValue&) { ++count; };
  ReaderOutput output(take, [](const PolicyFinding&) {});
  for (size_t i = 0; i < ReaderOutput::kMaxValues; ++i) output.Deliver({});
  EXPECT_TRUE(output.status().ok());
  output.Deliver({});
  output.Deliver({});
  EXPECT_EQ(count, ReaderOutput::kMaxValues);
  EXPECT_EQ(output.status().code(), absl::StatusCode::kResourceExhausted);
}

TEST(ReaderOutputTest, WarnsOfGuessesAlone) {
  std::vector<std::string> ids;
  const auto take = [&](const PolicyFinding& finding) { ids.emplace_back(finding.id); };
  ReaderOutput output([](const RegistryValue&) {}, take);
  for (const TextEncoding encoding :
       {TextEncoding::kUtf8, TextEncoding::kUtf8WithMark, TextEncoding::kUtf16LittleEndian,
        TextEncoding::kUtf16BigEndian}) {
    output.ReportGuess(encoding, "x");
  }
  EXPECT_TRUE(ids.empty());
  output.ReportGuess(TextEncoding::k8Bit, "x");
  output.ReportGuess(TextEncoding::kUtf16LittleEndianGuess, "x");
  EXPECT_EQ(ids, (std::vector<std::string>{"encoding-8-bit", "encoding-guessed"}));
}

TEST(ReaderOutputTest, RejectsEmptyAndLargeStores) {
  EXPECT_TRUE(CheckStoreSize(1, 1, "a store").ok());
  EXPECT_EQ(CheckStoreSize(0, 1, "a store").message(), "the file is empty");
  EXPECT_EQ(CheckStoreSize(2, 1, "a store"),
            absl::ResourceExhaustedError("a store of 2 bytes is over the limit of 1"));
}

TEST(ReaderOutputTest, GivesTextErrorsTheirLine) {
  EXPECT_TRUE(TextErrorAtLine({}).ok());
  const absl::Status status =
      TextErrorAtLine({"a\nb", TextEncoding::kUtf8, absl::InvalidArgumentError("bad")});
  EXPECT_EQ(status.message(), "bad");
  EXPECT_EQ(PlaceOf(status), Place::Line(2));
}

}  // namespace
}  // namespace ntlmatrix::policy
