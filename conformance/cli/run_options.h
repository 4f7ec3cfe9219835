// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_RUN_OPTIONS_H_
#define NTLMATRIX_CONFORMANCE_CLI_RUN_OPTIONS_H_

#include <string>
#include <vector>

#include "conformance/cli/run_expected.h"

namespace ntlmatrix::cli {

// What the command line of `ntlmatrix run` says.
struct RunOptions {
  std::vector<std::string> subjects;
  std::vector<std::string> shims;  // NAME=COMMAND
  std::string subject_list = NTLMATRIX_SUBJECT_LIST;
  std::string json;
  bool messages = false;  // in it
  std::string markdown;
  std::string filter;
  std::string reading = "corrected";
  std::string depth = "core";
  std::string fault;
  KnownOptions known;
  bool list = false;
  bool tsv = false;
  bool strict = false;
  bool quiet = false;
  bool list_faults = false;
  bool list_subjects = false;
};

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_RUN_OPTIONS_H_
