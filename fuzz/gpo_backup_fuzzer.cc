// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/check.h"
#include "parsers/policy/gpo_backup.h"
#include "parsers/policy/gpt_ini.h"

namespace {

using namespace ntlmatrix;

void Ignore(const policy::PolicyFinding&) {}

template <typename Read>
void CutIsNeverLess(Bytes whole, Bytes cut, Read read) {
  const auto all = read(whole, Ignore);
  if (!all.ok()) return;
  const auto some = read(cut, Ignore);
  FUZZ_CHECK(!some.ok() || *some == *all);
}

}  // namespace

// What describes a GPO, cut short anywhere, is an error or says the same: never fewer backups or
// files, and no other version that is not marked as without end.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes whole(data, size);
  for (const size_t left_out : {size_t{1}, size / 4, size / 2, size}) {
    const Bytes cut = whole.first(size - (left_out < size ? left_out : size));
    CutIsNeverLess(whole, cut, policy::ReadBackupInfo);
    CutIsNeverLess(whole, cut, policy::ReadBackupManifest);
    CutIsNeverLess(whole, cut, policy::ReadBackupContents);
    const auto all = policy::ParseGptIni(whole);
    const auto some = policy::ParseGptIni(cut);
    FUZZ_CHECK(!all.ok() || !some.ok() || some->without_end || some->version == all->version);
  }
  return 0;
}
