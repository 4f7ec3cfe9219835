// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/progress_line.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include <unistd.h>

namespace ntlmatrix::cli {
namespace {

constexpr auto kInterval = std::chrono::milliseconds(100);
constexpr size_t kWidth = 40;

}  // namespace

ProgressLine::ProgressLine()
    : enabled_(isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) == 0),
      next_(std::chrono::steady_clock::now() + kInterval) {}

void ProgressLine::Show(size_t done, size_t total) {
  if (!enabled_ || total == 0 || std::chrono::steady_clock::now() < next_) return;
  const size_t filled = kWidth * std::min(done, total) / total;
  std::string bar(filled, '#');
  bar.resize(kWidth, '.');
  std::fprintf(stderr, "\r\033[K[%s] %zu of %zu", bar.c_str(), done, total);
  std::fflush(stderr);
  shown_ = true;
  next_ = std::chrono::steady_clock::now() + kInterval;
}

void ProgressLine::Clear() {
  if (!shown_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace ntlmatrix::cli
