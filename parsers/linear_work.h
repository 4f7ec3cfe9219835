// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_LINEAR_WORK_H_
#define NTLMATRIX_PARSERS_LINEAR_WORK_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// Twice the input is at most twice the work. Work is counted, not timed: the parsers are compiled
// into the test with a call in every basic block.
namespace ntlmatrix::linear_work {

using Data = std::vector<uint8_t>;

size_t CountBlocks(const std::function<void()>& work);

// Holds `work` of an input made for a size to linear growth, from 1 KiB to 64 KiB: a vector that
// grows by doubling and a look-up in what is sorted take a little more than twice for twice as
// much.
void ExpectLinear(const std::string& what, const std::function<Data(size_t)>& make,
                  const std::function<void(const Data&)>& work);

// `size` bytes at most: a head, and a piece as often as it fits.
Data Repeated(absl::string_view head, absl::string_view piece, size_t size);

}  // namespace ntlmatrix::linear_work

#endif  // NTLMATRIX_PARSERS_LINEAR_WORK_H_
