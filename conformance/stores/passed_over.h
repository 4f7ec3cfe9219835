// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STORES_PASSED_OVER_H_
#define NTLMATRIX_CONFORMANCE_STORES_PASSED_OVER_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::stores {

// Whether someone who calls a file that means a policy store: SYSTEM, Registry.xml, x.inf.
bool HasStoreName(absl::string_view name);

// Whether a walk may pass over a file that looks like none of the known stores. Not OK, with the
// reason, where a store may have been lost in it:
//
// - HasStoreName;
// - an empty file with a name that stores have too: x.txt, x.json, one without an extension;
// - an .xml or .json file that is not well-formed.
absl::Status MayPassOver(absl::string_view name, Bytes bytes);

}  // namespace ntlmatrix::stores

#endif  // NTLMATRIX_CONFORMANCE_STORES_PASSED_OVER_H_
