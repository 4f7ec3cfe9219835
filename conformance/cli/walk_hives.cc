// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/walk_hives.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "conformance/cli/output.h"
#include "conformance/report/printable.h"
#include "conformance/stores/hive_listing.h"
#include "conformance/stores/store_file.h"

namespace ntlmatrix::cli {
namespace {

absl::Status WalkOne(const std::string& path, const stores::PathOptions& options, ReportFile* out,
                     ExitStatus* status) {
  const auto file = stores::LoadStoreFile(path, options);
  if (!file.ok()) return file.status();
  if (!stores::LooksLikeHive(file->bytes.bytes())) {
    return absl::InvalidArgumentError("not a registry hive, which is all that --walk lists");
  }
  return stores::ListHive(
      *file, [&](absl::string_view line) { out->Write(absl::StrCat(Printable(line), "\n")); },
      [&](absl::string_view problem) {
        PrintError(absl::StrCat(path, ": ", problem));
        *status = kUnexpected;
      });
}

}  // namespace

ExitStatus WalkHives(const std::vector<std::string>& paths, const stores::PathOptions& options) {
  ReportFile out("-");
  ExitStatus status = kAsExpected;
  for (const std::string& path : paths) {
    const absl::Status walked = WalkOne(path, options, &out, &status);
    if (walked.ok()) continue;
    PrintError(absl::StrCat(path, ": ", std::string(walked.message())));
    status = kUnexpected;
  }
  return out.Close() ? status : kInfrastructure;
}

}  // namespace ntlmatrix::cli
