// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/checker_text.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "parsers/checker/checker_format.h"
#include "parsers/policy/reader_output.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::checker {

std::string HeadText(Bytes bytes) { return policy::DecodeStoreHead(bytes, 8192).utf8; }

absl::Status ReadCheckerText(Bytes bytes, absl::FunctionRef<absl::Status(absl::string_view)> read) {
  if (absl::Status status = policy::CheckStoreSize(bytes.size(), kMaxCheckerFileSize, "a file");
      !status.ok()) {
    return status;
  }
  const policy::StoreText text = policy::DecodeStoreText(bytes);
  if (text.error.ok()) return read(text.utf8);
  // What follows is lost, so that any other complaint is about the cut.
  read(policy::WholeLines(text)).IgnoreError();
  return policy::TextErrorAtLine(text);
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
