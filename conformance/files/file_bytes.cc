// SPDX-License-Identifier: Apache-2.0

#include "conformance/files/file_bytes.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/files/descriptor.h"

namespace ntlmatrix::files {
namespace {

absl::StatusOr<std::vector<uint8_t>> Copy(int descriptor, size_t expected, size_t max_size) {
  constexpr size_t kBlock = size_t{1} << 16;
  // One byte more than expected, so that the end shows without growing.
  std::vector<uint8_t> bytes(expected == 0 ? kBlock : expected + 1);
  size_t size = 0;
  while (true) {
    const ssize_t count = read(descriptor, bytes.data() + size, bytes.size() - size);
    if (count < 0) return SystemError();  // of a pipe, after Ctrl-C, too
    if (count == 0) break;
    size += static_cast<size_t>(count);
    if (size > max_size) {
      return absl::ResourceExhaustedError(
          absl::StrCat("more than the limit of ", max_size, " bytes"));
    }
    if (size == bytes.size()) bytes.resize(size * 2);
  }
  bytes.resize(size);
  return bytes;
}

absl::string_view SpecialKind(mode_t mode) {
  if (S_ISCHR(mode)) return "a character device";
  if (S_ISBLK(mode)) return "a block device";
  if (S_ISFIFO(mode)) return "a named pipe (FIFO)";
  return S_ISSOCK(mode) ? "a socket" : "something else";
}

}  // namespace

absl::Status SystemError() {
  return absl::UnavailableError(std::generic_category().message(errno));
}

FileBytes::FileBytes(FileBytes&& other) noexcept
    : copied_(std::move(other.copied_)),
      mapped_(std::exchange(other.mapped_, nullptr)),
      size_(other.size_) {}

FileBytes& FileBytes::operator=(FileBytes&& other) noexcept {
  std::swap(copied_, other.copied_);
  std::swap(mapped_, other.mapped_);
  std::swap(size_, other.size_);
  return *this;
}

FileBytes::~FileBytes() {
  if (mapped_ != nullptr) munmap(const_cast<uint8_t*>(mapped_), size_);
}

absl::StatusOr<FileBytes> FileBytes::Map(int descriptor, size_t size) {
  void* const start = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (start == MAP_FAILED) return SystemError();
  FileBytes file;
  file.mapped_ = static_cast<const uint8_t*>(start);
  file.size_ = size;
  return file;
}

absl::StatusOr<FileBytes> ReadDescriptor(int descriptor, size_t max_size, OtherFiles other) {
  struct stat info = {};
  if (fstat(descriptor, &info) != 0) return SystemError();
  const bool pipe = S_ISFIFO(info.st_mode) && other == OtherFiles::kPipes;
  if (S_ISDIR(info.st_mode)) return absl::InvalidArgumentError("is a directory; give its files");
  if (!S_ISREG(info.st_mode) && !pipe) {
    return absl::InvalidArgumentError(
        absl::StrCat("not a regular file but ", SpecialKind(info.st_mode)));
  }
  const auto size = pipe ? uint64_t{0} : static_cast<uint64_t>(info.st_size);
  if (size > max_size) {
    return absl::ResourceExhaustedError(
        absl::StrCat("a file of ", size, " bytes is over the limit of ", max_size));
  }
  if (size > FileBytes::kMostCopied) return FileBytes::Map(descriptor, size);
  auto copied = Copy(descriptor, size, max_size);
  if (!copied.ok()) return copied.status();
  return FileBytes(*std::move(copied));
}

absl::StatusOr<FileBytes> ReadPath(const std::string& path, size_t max_size, OtherFiles other) {
  // Where pipes are refused, one without a writer must not hang the run.
  const int wait = other == OtherFiles::kPipes ? 0 : O_NONBLOCK;
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | wait));
  if (file.get() < 0) return SystemError();
  return ReadDescriptor(file.get(), max_size, other);
}

absl::StatusOr<std::vector<uint8_t>> ReadStandardInput(size_t max_size) {
  return Copy(STDIN_FILENO, 0, max_size);
}

}  // namespace ntlmatrix::files
