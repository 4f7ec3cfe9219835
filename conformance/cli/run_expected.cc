// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/run_expected.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include <CLI/CLI.hpp>

#include "conformance/cli/output.h"
#include "conformance/files/file_bytes.h"
#include "conformance/report/printable.h"

namespace ntlmatrix::cli {
namespace {

using expected::ExpectedFile;

std::string FileIn(const std::string& folder, const std::string& name) {
  return absl::StrCat(folder, "/", name, ".json");
}

absl::Status InFile(const std::string& path, const absl::Status& status) {
  return {status.code(), absl::StrCat(path, ": ", status.message())};
}

}  // namespace

absl::StatusOr<ExpectedFiles> ExpectedFiles::Read(const std::string& folder,
                                                  const std::vector<std::string>& names) {
  ExpectedFiles files;
  for (const std::string& name : names) {
    const std::string path = FileIn(folder, name);
    std::error_code error;
    const auto status = std::filesystem::symlink_status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) continue;
    const auto bytes =
        files::ReadPath(path, expected::kMaxExpectedFileSize, files::OtherFiles::kRefuse);
    if (!bytes.ok()) return InFile(path, bytes.status());
    const std::string text(bytes->bytes().begin(), bytes->bytes().end());
    auto file = expected::ParseExpectedFile(text);
    if (!file.ok()) return InFile(path, file.status());
    files.files_[name] = {path, *std::move(file)};
  }
  return files;
}

expected::Comparison ExpectedFiles::Compare(const conformance::RunResult& run,
                                            const expected::Scope& scope) const {
  const auto found = files_.find(run.subject.name);
  if (found == files_.end()) return expected::CompareWithNothing(run, scope);
  expected::Comparison comparison = expected::Compare(run, found->second.file, scope);
  comparison.path = found->second.path;
  return comparison;
}

absl::StatusOr<ProposalTarget> ProposalTarget::Choose(const std::string& path,
                                                      const std::vector<std::string>& names) {
  ProposalTarget target;
  target.path_ = path;
  std::error_code error;
  target.folder_ = std::filesystem::is_directory(path, error);
  if (!target.folder_ && names.size() > 1) {
    return absl::InvalidArgumentError(
        "--write-expected wants a folder that is there for the files of several subjects");
  }
  for (const std::string& name : names) {
    const std::string file = target.PathOf(name);
    if (path != "-" && std::filesystem::exists(file, error)) {
      return absl::FailedPreconditionError(
          absl::StrCat(file, ": is there already, and --write-expected overwrites no reasons"));
    }
  }
  return target;
}

std::string ProposalTarget::PathOf(const std::string& name) const {
  return folder_ ? FileIn(path_, name) : path_;
}

ExitStatus ProposalTarget::Write(const std::string& name, const ExpectedFile& file,
                                 bool quiet) const {
  const std::string path = PathOf(name);
  if (!WriteReport(path, ExpectedFileText(file))) return kInfrastructure;
  if (quiet || path == "-") return kAsExpected;
  const std::string text = absl::StrCat(
      "\n", Printable(path), ": ", file.lines.size(), file.lines.size() == 1 ? " line" : " lines",
      " proposed; write a reason for each `", expected::kNoReason, "`\n");
  return WriteOutput("-", text);
}

absl::StatusOr<Known> ReadKnown(const KnownOptions& options,
                                const std::vector<std::string>& names) {
  Known known;
  if (options.expected || !options.folder.empty()) {
    auto files = ExpectedFiles::Read(
        options.folder.empty() ? NTLMATRIX_EXPECTED_FOLDER : options.folder, names);
    if (!files.ok()) return files.status();
    known.files = *std::move(files);
  }
  if (!options.write.empty()) {
    auto target = ProposalTarget::Choose(options.write, names);
    if (absl::IsInvalidArgument(target.status())) {
      throw CLI::ValidationError(std::string(target.status().message()));
    }
    if (!target.ok()) return target.status();
    known.target = *std::move(target);
  }
  return known;
}

}  // namespace ntlmatrix::cli
