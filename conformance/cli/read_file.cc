// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/read_file.h"

#include <cerrno>
#include <system_error>

#include "absl/strings/str_cat.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ntlmatrix::cli {
namespace {

absl::Status SystemError() {
  return absl::UnavailableError(std::generic_category().message(errno));
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return number_; }

 private:
  int number_;
};

absl::Status TooLarge(uint64_t size, size_t max_size) {
  return absl::ResourceExhaustedError(
      absl::StrCat("a file of ", size, " bytes is over the limit of ", max_size));
}

absl::StatusOr<std::vector<uint8_t>> ReadAll(int descriptor, size_t max_size) {
  std::vector<uint8_t> bytes;
  std::vector<uint8_t> block(size_t{1} << 16);
  while (true) {
    const ssize_t count = read(descriptor, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SystemError();
    if (count == 0) return bytes;
    bytes.insert(bytes.end(), block.begin(), block.begin() + count);
    if (bytes.size() > max_size) {
      return absl::ResourceExhaustedError(
          absl::StrCat("more than the limit of ", max_size, " bytes"));
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<uint8_t>> ReadFile(const std::string& path, size_t max_size,
                                              OtherFiles other) {
  // Where pipes are refused, one without a writer must not hang the run.
  const bool pipes = other == OtherFiles::kPipes;
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | (pipes ? 0 : O_NONBLOCK)));
  struct stat info = {};
  if (file.get() < 0 || fstat(file.get(), &info) != 0) return SystemError();
  if (S_ISDIR(info.st_mode)) return absl::InvalidArgumentError("is a directory; give its files");
  if (!S_ISREG(info.st_mode) && !(pipes && S_ISFIFO(info.st_mode))) {
    return absl::InvalidArgumentError("not a regular file");
  }
  if (static_cast<uint64_t>(info.st_size) > max_size) {
    return TooLarge(static_cast<uint64_t>(info.st_size), max_size);
  }
  return ReadAll(file.get(), max_size);
}

absl::StatusOr<std::vector<uint8_t>> ReadStandardInput(size_t max_size) {
  return ReadAll(STDIN_FILENO, max_size);
}

}  // namespace ntlmatrix::cli
