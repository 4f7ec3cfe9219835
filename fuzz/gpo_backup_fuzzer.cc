// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/check.h"
#include "parsers/policy/gpo_backup.h"
#include "parsers/policy/gpt_ini.h"

namespace {

using namespace ntlmatrix;

void Ignore(const policy::PolicyFinding&) {}

// Without the last byte, and without a number of bytes that the input chooses.
template <typename Check>
void ForEachCut(Bytes whole, Check check) {
  if (whole.empty()) return;
  check(whole.first(whole.size() - 1));
  check(whole.first(whole[whole.size() / 2] * whole.size() / 256));
}

template <typename Read>
void CutIsNeverLess(Bytes whole, Read read) {
  const auto all = read(whole, Ignore);
  if (!all.ok()) return;
  ForEachCut(whole, [&](Bytes cut) {
    const auto some = read(cut, Ignore);
    FUZZ_CHECK(!some.ok() || *some == *all);
  });
}

}  // namespace

// What describes a GPO, cut short anywhere, is an error or says the same: never fewer backups or
// files, and no other version that is not marked as without end.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes whole(data, size);
  CutIsNeverLess(whole, policy::ReadBackupInfo);
  CutIsNeverLess(whole, policy::ReadBackupManifest);
  CutIsNeverLess(whole, policy::ReadBackupContents);
  const auto all = policy::ParseGptIni(whole);
  if (!all.ok()) return 0;
  ForEachCut(whole, [&](Bytes cut) {
    const auto some = policy::ParseGptIni(cut);
    FUZZ_CHECK(!some.ok() || some->without_end || some->version == all->version);
  });
  return 0;
}
