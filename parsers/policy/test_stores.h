// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_TEST_STORES_H_
#define NTLMATRIX_PARSERS_POLICY_TEST_STORES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/policy_setting.h"
#include "parsers/policy/store_format.h"

// Files that tests read: real policy stores, which are no part of the project and whose folder
// NTLMATRIX_SAMPLES names, and the seeds in corpus/.
namespace ntlmatrix::policy::test {

// A store with the transaction logs it is read with, if any.
struct StoreFiles {
  std::string name;  // below its folder; "regf/SYSTEM.xz" is decompressed
  std::vector<uint8_t> bytes;
  std::vector<std::vector<uint8_t>> logs = {};
};

// Whether the folder of real stores is known; what needs them is skipped without it.
bool HaveSamples();

// The names of all samples, sorted; a hive with logs beside it once more with "+LOG1+LOG2" behind
// its name.
std::vector<std::string> SampleNames();

StoreFiles LoadSample(const std::string& name);

// The stores among the seeds of a folder of corpus/.
std::vector<StoreFiles> Seeds(const std::string& folder);

// The corpus folder whose seeds are stores of that format.
std::string SeedFolder(const StoreFormat& format);

// What the reader of a format and the interpreter say about a store.
struct StoreAnswer {
  absl::Status status;
  std::vector<PolicyFinding> findings;
  std::vector<PolicySetting> settings;

  // Whether nothing may be concluded from what is not there.
  bool IsError() const;
  // The same states and values.
  bool SaysTheSame(const StoreAnswer& other) const;
};

StoreAnswer Ask(const StoreFormat& format, Bytes bytes,
                const std::vector<std::vector<uint8_t>>& logs = {});

// "0x20080000@48", or the state and the places: "conflicting@12,14".
std::string Described(const PolicySetting& setting);

// "!dirty-hive" for an error, "?" for a warning and "." for a note, sorted, each once; "-" for
// none.
std::string Described(const std::vector<PolicyFinding>& findings);

}  // namespace ntlmatrix::policy::test

#endif  // NTLMATRIX_PARSERS_POLICY_TEST_STORES_H_
