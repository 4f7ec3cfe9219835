// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_XML_STORE_H_
#define NTLMATRIX_PARSERS_POLICY_XML_STORE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/place.h"
#include "parsers/policy/policy_finding.h"
#include "pugixml.hpp"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxXmlStoreSize = size_t{16} << 20;  // bytes

// Whether the first kilobytes open an element of that local name, or a DOCTYPE that names it.
bool XmlRootIs(Bytes bytes, absl::string_view local_name);

// An XML document out of a store: one that ScanXml accepts, as a tree of pugixml.
//
// - The bytes are decoded by DecodeStoreText before; what encoding the XML declaration states makes
//   a finding at most, but one in which ASCII would not be ASCII is Unimplemented.
// - Text keeps its whitespace, and comments and processing instructions are no nodes: a number that
//   a comment splits is one number.
// - Memory is at most 64 bytes for each of kMaxXmlItems items and three times the text.
//
// Nodes and views live as long as the store.
class XmlStore {
 public:
  static absl::StatusOr<XmlStore> Parse(Bytes bytes, PolicyFindingSink findings);

  pugi::xml_node root() const { return document_->document_element(); }

  // The line of an element or text.
  Place PlaceOf(pugi::xml_node node) const;

 private:
  XmlStore() = default;

  std::unique_ptr<pugi::xml_document> document_;
  std::string text_;                   // UTF-8
  std::vector<uint32_t> line_counts_;  // line feeds before every block of the text
};

// The name of an element without its prefix.
absl::string_view LocalName(pugi::xml_node element);

// The namespace that the prefix of an element stands for; empty for none.
absl::string_view NamespaceOf(pugi::xml_node element);

// Whether the namespace of an element is that of one around it.
bool InSameNamespace(pugi::xml_node element, pugi::xml_node parent);

// The value of an attribute without prefix; nothing where there is no such attribute.
std::optional<absl::string_view> AttributeOf(pugi::xml_node element, absl::string_view name);

// All text of an element, in which whitespace counts; nothing where it holds elements.
std::optional<std::string> TextOf(pugi::xml_node element);

// The element that follows in document order among `within` and what it holds, or null.
pugi::xml_node NextElement(pugi::xml_node element, pugi::xml_node within);

// The first element that `parent` holds itself, and the next one beside an element; or null.
pugi::xml_node FirstElement(pugi::xml_node parent);
pugi::xml_node NextSibling(pugi::xml_node element);

// The elements of that local name that `parent` holds itself, in its own namespace.
std::vector<pugi::xml_node> ChildrenOf(pugi::xml_node parent, absl::string_view local_name);

// The text of the only such element, without blanks around it; empty where there is none. Several
// texts are joined by a blank, so that two numbers are none.
std::string ChildText(pugi::xml_node parent, absl::string_view local_name);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_XML_STORE_H_
