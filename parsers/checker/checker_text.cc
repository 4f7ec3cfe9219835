// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/checker_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/checker/checker_format.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::checker {

absl::string_view TrimBlanks(absl::string_view text) {
  constexpr absl::string_view kBlanks = " \t";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == absl::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string HeadText(Bytes bytes) {
  constexpr size_t kHead = 8192;  // even, so that it cuts no UTF-16 code unit
  Bytes head;
  ByteReader reader(bytes);
  if (!reader.ReadAt(0, std::min(bytes.size(), kHead), &head)) return "";
  return policy::DecodeStoreText(head).utf8;
}

absl::Status ReadCheckerText(Bytes bytes, absl::FunctionRef<absl::Status(absl::string_view)> read) {
  if (bytes.empty()) return absl::InvalidArgumentError("the file is empty");
  if (bytes.size() > kMaxCheckerFileSize) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "a file of ", bytes.size(), " bytes is over the limit of ", kMaxCheckerFileSize));
  }
  const policy::StoreText text = policy::DecodeStoreText(bytes);
  if (text.error.ok()) return read(text.utf8);
  const size_t whole_lines = text.utf8.rfind('\n') + 1;
  // What follows is lost, so that any other complaint is about the cut.
  read(absl::string_view(text.utf8).substr(0, whole_lines)).IgnoreError();
  const auto line_ends = std::count(text.utf8.begin(), text.utf8.end(), '\n');
  return policy::AtPlace(absl::Status(text.error.code(), text.error.message()),
                         policy::Place::Line(static_cast<uint64_t>(line_ends) + 1));
}

void SplitRegistryPath(absl::string_view path, RegistryTest* test) {
  const size_t separator = path.find('\\');
  test->hive = std::string(path.substr(0, separator));
  test->key = separator == absl::string_view::npos ? "" : std::string(path.substr(separator + 1));
}

absl::Status CheckerSinks::Deliver(const CheckerRule& rule) {
  tests_ += rule.tests.size();
  if (tests_ > kMaxCheckerTests) {
    return policy::AtPlace(
        absl::ResourceExhaustedError(absl::StrCat("more than ", kMaxCheckerTests, " tests")),
        rule.where);
  }
  rules_(rule);
  return absl::OkStatus();
}

absl::Status CheckerSinks::Report(policy::PolicyFinding finding) {
  const policy::Place place = finding.place;
  if (++reported_ > kMaxCheckerFindings) {
    return policy::AtPlace(
        absl::ResourceExhaustedError(absl::StrCat("more than ", kMaxCheckerFindings, " findings")),
        place);
  }
  findings_(std::move(finding));
  return absl::OkStatus();
}

}  // namespace ntlmatrix::checker
