// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_RUN_EXPECTED_H_
#define NTLMATRIX_CONFORMANCE_CLI_RUN_EXPECTED_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "conformance/cli/exit_status.h"
#include "conformance/expected/comparison.h"
#include "conformance/expected/expected_file.h"
#include "conformance/run.h"

namespace ntlmatrix::cli {

// What the command line says of known deviations.
struct KnownOptions {
  bool expected = false;
  std::string folder = {};  // instead of that of the build
  std::string write = {};

  bool Any() const { return expected || !folder.empty() || !write.empty(); }
};

// The known deviations of the subjects of a run, by the names of the subjects.
class ExpectedFiles {
 public:
  // Reads FOLDER/NAME.json of each subject; one without a file expects nothing but passes. An error
  // names the file and the place in it.
  static absl::StatusOr<ExpectedFiles> Read(const std::string& folder,
                                            const std::vector<std::string>& names);

  expected::Comparison Compare(const conformance::RunResult& run,
                               const expected::Scope& scope) const;

 private:
  struct Entry {
    std::string path;
    expected::ExpectedFile file;
  };

  std::map<std::string, Entry> files_;
};

// Where --write-expected writes: one file, or a folder with a file for each subject. What is there
// is never overwritten: people have written reasons into it.
class ProposalTarget {
 public:
  // FailedPrecondition where a file is there already; InvalidArgument for several subjects and no
  // folder.
  static absl::StatusOr<ProposalTarget> Choose(const std::string& path,
                                               const std::vector<std::string>& names);

  // "-" is standard output. Otherwise says on standard output, unless quiet, what is to be done.
  ExitStatus Write(const std::string& name, const expected::ExpectedFile& file, bool quiet) const;

 private:
  std::string PathOf(const std::string& name) const;

  std::string path_;
  bool folder_ = false;
};

// What is known of the subjects of a run before it starts.
struct Known {
  std::optional<ExpectedFiles> files;    // --expected
  std::optional<ProposalTarget> target;  // --write-expected
};

// Reads and checks what the options name. An error is about a file; options that do not go together
// are a CLI::ValidationError.
absl::StatusOr<Known> ReadKnown(const KnownOptions& options, const std::vector<std::string>& names);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_RUN_EXPECTED_H_
