// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/os.h"

#include <cstddef>

namespace ntlmatrix::policy {
namespace {

constexpr Os kOses[] = {
    Os::k2000,   Os::kXp, Os::k2003, Os::kVista,   Os::k2008,   Os::k7,
    Os::k2008R2, Os::k8,  Os::k2012, Os::k8Point1, Os::k2012R2, Os::k10,
    Os::k2016,   Os::k11, Os::k2019, Os::k2022,    Os::k2025,
};

struct OsRow {
  absl::string_view name;
  bool is_client;
  bool is_server;
};

// In the order of Os.
constexpr OsRow kRows[] = {
    {"2000", true, true},  {"xp", true, false},  {"2003", false, true},   {"vista", true, false},
    {"2008", false, true}, {"7", true, false},   {"2008r2", false, true}, {"8", true, false},
    {"2012", false, true}, {"8.1", true, false}, {"2012r2", false, true}, {"10", true, false},
    {"2016", false, true}, {"11", true, false},  {"2019", false, true},   {"2022", false, true},
    {"2025", false, true},
};
static_assert(sizeof(kRows) / sizeof(kRows[0]) == sizeof(kOses) / sizeof(kOses[0]));

const OsRow& Row(Os os) { return kRows[static_cast<size_t>(os)]; }

}  // namespace

absl::Span<const Os> AllOses() { return kOses; }
absl::string_view OsName(Os os) { return Row(os).name; }
bool IsClient(Os os) { return Row(os).is_client; }
bool IsServer(Os os) { return Row(os).is_server; }

std::optional<Os> ParseOs(absl::string_view name) {
  for (const Os os : kOses) {
    if (OsName(os) == name) return os;
  }
  return std::nullopt;
}

}  // namespace ntlmatrix::policy
