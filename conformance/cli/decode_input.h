// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_DECODE_INPUT_H_
#define NTLMATRIX_CONFORMANCE_CLI_DECODE_INPUT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "conformance/decode/decoded.h"
#include "conformance/files/file_bytes.h"

namespace ntlmatrix::cli {

// An argument as it came: the bytes of a file or of standard input, or text.
struct DecodeInput {
  std::string name;
  absl::StatusOr<files::FileBytes> file;
  bool is_text = false;  // an argument that names no file
};

// Arguments that name no file are the words of a text that was pasted without quotes; without
// arguments standard input is read.
std::vector<DecodeInput> ReadDecodeInputs(const std::vector<std::string>& arguments);

// Searches the input for tokens, or adds why it can't be read.
void AddTo(decode::Decoding* decoding, const DecodeInput& input);

// A file or standard input, whatever is in it.
DecodeInput ReadNamed(const std::string& path);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_DECODE_INPUT_H_
