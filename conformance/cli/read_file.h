// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_READ_FILE_H_
#define NTLMATRIX_CONFORMANCE_CLI_READ_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace ntlmatrix::cli {

// What may be read besides regular files.
enum class OtherFiles {
  kRefuse,
  kPipes,  // named pipes, which a shell makes of <(command)
};

// The bytes of a file; one over `max_size` is not read to its end. The status says why it can't be
// read, without the path.
absl::StatusOr<std::vector<uint8_t>> ReadFile(const std::string& path, size_t max_size,
                                              OtherFiles other = OtherFiles::kRefuse);

// The same for standard input, whatever it is.
absl::StatusOr<std::vector<uint8_t>> ReadStandardInput(size_t max_size);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_READ_FILE_H_
