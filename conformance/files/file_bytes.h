// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_FILES_FILE_BYTES_H_
#define NTLMATRIX_CONFORMANCE_FILES_FILE_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::files {

// What may be read besides regular files.
enum class OtherFiles {
  kRefuse,
  kPipes,  // named pipes, which a shell makes of <(command)
};

// The bytes of one file: copied when the file is small or a pipe, else mapped for reading.
//
// When someone truncates a mapped file, reading past its new end ends the process with SIGBUS:
// never an answer from half a file. Other changes may be seen or not, as with any reader.
class FileBytes {
 public:
  // A file of up to as many bytes is copied, which is faster than a map of its own.
  static constexpr size_t kMostCopied = size_t{1} << 18;

  FileBytes() = default;
  explicit FileBytes(std::vector<uint8_t> copied) : copied_(std::move(copied)) {}
  FileBytes(FileBytes&& other) noexcept;
  FileBytes& operator=(FileBytes&& other) noexcept;
  ~FileBytes();

  // Lives as long as the object.
  Bytes bytes() const { return mapped_ == nullptr ? Bytes(copied_) : Bytes(mapped_, size_); }

  // Maps `size` bytes, at least one, of a regular file that is open for reading.
  static absl::StatusOr<FileBytes> Map(int descriptor, size_t size);

 private:
  std::vector<uint8_t> copied_;
  const uint8_t* mapped_ = nullptr;
  size_t size_ = 0;
};

// The bytes of a file that is open for reading. One of more than `max_size` bytes is
// ResourceExhausted, and of a pipe no more than that is read.
absl::StatusOr<FileBytes> ReadDescriptor(int descriptor, size_t max_size, OtherFiles other);

// The same for the file at a path, through symbolic links. No status here names the path.
absl::StatusOr<FileBytes> ReadPath(const std::string& path, size_t max_size, OtherFiles other);

// The same for standard input, whatever it is, as a copy.
absl::StatusOr<std::vector<uint8_t>> ReadStandardInput(size_t max_size);

// What errno says.
absl::Status SystemError();

}  // namespace ntlmatrix::files

#endif  // NTLMATRIX_CONFORMANCE_FILES_FILE_BYTES_H_
