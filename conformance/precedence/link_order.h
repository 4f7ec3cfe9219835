// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_PRECEDENCE_LINK_ORDER_H_
#define NTLMATRIX_CONFORMANCE_PRECEDENCE_LINK_ORDER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/policy/gpo_link.h"

namespace ntlmatrix::precedence {

inline constexpr size_t kMaxLinkOrderSize = size_t{1} << 20;
inline constexpr absl::string_view kLinkOrderSchema = "ntlmatrix/link-order/1";

// The containers of a computer with their links, and where the GPOs lie.
struct LinkOrder {
  std::vector<policy::Container> containers;  // local, site, domain, OUs from parent to child
  std::vector<std::string> gpos;  // paths as written, each once; policy::GpoLink::gpo is an index
  std::vector<bool> from_gplink;  // per container: whether a gPLink attribute gave its order
};

// Reads a link order, conformance/link-order.schema.json: JSON in UTF-8.
//
// Links stand in `links` in link order, as the Group Policy Management Console lists them, or in a
// gPLink attribute as the directory has it, where the *last* one has link order 1. The folder of a
// GPO of gPLink is the one with its GUID for a name in the folder that `policies` gives for its
// domain.
//
// InvalidArgument with JSON pointer and reason ("/containers/1/links/0/enforced: ...") for anything
// that the schema does not know, a member that stands twice, containers in another order, a local
// container with what only links of Active Directory have, a domain of gPLink that `policies` does
// not give; ResourceExhausted above kMaxLinkOrderSize bytes.
absl::StatusOr<LinkOrder> ParseLinkOrder(absl::string_view text);

// The same containers where links of gPLink attributes that are not enforced are in the order that
// [MS-GPOL] 3.2.5.1.5 gives them to the letter: the *first* one has the highest precedence.
std::vector<policy::Container> InOrderOfDocument(const LinkOrder& order);

}  // namespace ntlmatrix::precedence

#endif  // NTLMATRIX_CONFORMANCE_PRECEDENCE_LINK_ORDER_H_
