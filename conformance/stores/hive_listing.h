// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STORES_HIVE_LISTING_H_
#define NTLMATRIX_CONFORMANCE_STORES_HIVE_LISTING_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "conformance/stores/store_file.h"

namespace ntlmatrix::stores {

// Lists every key and value of a hive after its logs are applied, a line each without line end:
// "[KEY\SUBKEY]", "  NAME  type N  DATA". Names are as stored; data is text where it is a string,
// else hexadecimal, and may be cut.
//
// `problems` takes what can't be read, one line each, and what is wrong with the logs. The status
// says why nothing could be listed.
absl::Status ListHive(const StoreFile& file, absl::FunctionRef<void(absl::string_view)> lines,
                      absl::FunctionRef<void(absl::string_view)> problems);

}  // namespace ntlmatrix::stores

#endif  // NTLMATRIX_CONFORMANCE_STORES_HIVE_LISTING_H_
