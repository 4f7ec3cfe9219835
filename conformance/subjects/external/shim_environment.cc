// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/shim_environment.h"

#include <fstream>
#include <set>

extern char** environ;

namespace ntlmatrix::conformance::external {

std::vector<std::string> ShimEnvironment(const std::vector<std::string>& added) {
  std::vector<std::string> entries = added;
  entries.push_back("LC_ALL=C.UTF-8");
  std::set<std::string> names;
  for (const std::string& entry : entries) names.insert(entry.substr(0, entry.find('=')));
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string inherited = *entry;
    if (names.count(inherited.substr(0, inherited.find('='))) == 0) entries.push_back(inherited);
  }
  return entries;
}

rlim_t MostThreads() {
  constexpr rlim_t kSpare = 1024;
  std::ifstream in("/proc/loadavg");
  std::string load[3];
  rlim_t running = 0;
  char slash = 0;
  rlim_t all = 0;
  if (!(in >> load[0] >> load[1] >> load[2] >> running >> slash >> all)) return RLIM_INFINITY;
  return all + kSpare;
}

}  // namespace ntlmatrix::conformance::external
