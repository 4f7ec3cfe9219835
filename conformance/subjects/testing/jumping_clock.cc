// SPDX-License-Identifier: Apache-2.0

// A clock that jumps, to be preloaded: the time of day is in 2001 at one look and in 2099 at the
// next, for the suite and for every shim it starts. What measures time elapsed goes on as ever.

#include <atomic>
#include <cstddef>
#include <ctime>

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

constexpr time_t kIn2001 = 1'000'000'000;
constexpr time_t kIn2099 = 4'100'000'000;

time_t NextLook() {
  static std::atomic<unsigned> looks = 0;
  return ++looks % 2 == 0 ? kIn2001 : kIn2099;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) {
    return static_cast<int>(syscall(SYS_clock_gettime, clock, time));
  }
  *time = {.tv_sec = NextLook(), .tv_nsec = 0};
  return 0;
}

int gettimeofday(timeval* time, void*) noexcept {
  *time = {.tv_sec = NextLook(), .tv_usec = 0};
  return 0;
}

time_t time(time_t* time) noexcept {
  const time_t look = NextLook();
  if (time != nullptr) *time = look;
  return look;
}

}  // extern "C"
