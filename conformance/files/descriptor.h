// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_FILES_DESCRIPTOR_H_
#define NTLMATRIX_CONFORMANCE_FILES_DESCRIPTOR_H_

#include <utility>

#include <unistd.h>

namespace ntlmatrix::files {

// A file descriptor, closed at the end of its life; negative when there is none.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  int get() const { return number_; }

 private:
  int number_;
};

}  // namespace ntlmatrix::files

#endif  // NTLMATRIX_CONFORMANCE_FILES_DESCRIPTOR_H_
