// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_STORE_FORMAT_H_
#define NTLMATRIX_PARSERS_POLICY_STORE_FORMAT_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"

namespace ntlmatrix::policy {

// What a reader is given: the bytes of one store, and of its transaction logs where it has any.
struct StoreInput {
  Bytes bytes;
  absl::Span<const Bytes> logs = {};
};

// One kind of policy store.
struct StoreFormat {
  absl::string_view name;           // on the command line and in reports: "registry-pol"
  absl::string_view description;    // "Registry.pol of a GPO"
  size_t max_size;                  // bytes; a larger store is ResourceExhausted
  bool (*looks_like)(Bytes bytes);  // cheap, from the first bytes; may be wrong

  // Whether a store without its last byte is never taken for a whole one.
  bool has_end_mark;

  // Delivers values in file order. After an error status the values delivered before it are
  // what was seen, and no conclusion may be drawn from what was not.
  absl::Status (*read)(const StoreInput& input, RegistryValueSink values,
                       PolicyFindingSink findings);

  // Whether a store of this kind can require anything of NTLM; where it can't, no default of
  // Windows stands behind what it does not say.
  bool can_require = true;
};

// Every format there is, the most particular first.
absl::Span<const StoreFormat> StoreFormats();

// The format of that name, or null.
const StoreFormat* FindStoreFormat(absl::string_view name);

// The first format that these bytes look like, or null.
const StoreFormat* GuessStoreFormat(Bytes bytes);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_STORE_FORMAT_H_
