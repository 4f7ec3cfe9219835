// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STORES_UNKNOWN_STORE_H_
#define NTLMATRIX_CONFORMANCE_STORES_UNKNOWN_STORE_H_

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::stores {

// Says of bytes that are no known policy store what they are, where their beginning shows it, and
// what to do. Unimplemented where a store may be in them (archives, compressed files, databases),
// InvalidArgument otherwise (event logs, documents, programs). Never OK.
absl::Status UnknownStoreError(Bytes bytes);

}  // namespace ntlmatrix::stores

#endif  // NTLMATRIX_CONFORMANCE_STORES_UNKNOWN_STORE_H_
