// SPDX-License-Identifier: Apache-2.0

#include "parsers/linear_work.h"

#include "gtest/gtest.h"

namespace {

size_t blocks = 0;

}  // namespace

extern "C" void __sanitizer_cov_trace_pc();
extern "C" void __sanitizer_cov_trace_pc() { ++blocks; }

namespace ntlmatrix::linear_work {
namespace {

// What does not grow with the input, with room for a longer path in it.
constexpr size_t kConstantWork = 2000;

}  // namespace

size_t CountBlocks(const std::function<void()>& work) {
  const size_t before = blocks;
  work();
  return blocks - before;
}

void ExpectLinear(const std::string& what, const std::function<Data(size_t)>& make,
                  const std::function<void(const Data&)>& work) {
  size_t previous = 0;
  for (size_t size = 1024; size <= 65536; size *= 2) {
    const Data input = make(size < 65536 ? size : 65535);
    const size_t count = CountBlocks([&] { work(input); });
    EXPECT_GT(count, 0u) << what << ": nothing is counted";
    if (previous != 0) {
      EXPECT_LE(count, 2 * previous + previous / 8 + kConstantWork)
          << what << " at " << size << " bytes";
    }
    previous = count;
  }
}

Data Repeated(absl::string_view head, absl::string_view piece, size_t size) {
  Data text(head.begin(), head.end());
  while (text.size() + piece.size() <= size) text.insert(text.end(), piece.begin(), piece.end());
  return text;
}

}  // namespace ntlmatrix::linear_work
