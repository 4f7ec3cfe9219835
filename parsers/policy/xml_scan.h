// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_XML_SCAN_H_
#define NTLMATRIX_PARSERS_POLICY_XML_SCAN_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxXmlDepth = 64;            // elements around an element, and itself
inline constexpr size_t kMaxXmlItems = 1'000'000;     // elements, attributes and pieces of text
inline constexpr size_t kMaxXmlOpenAttributes = 256;  // of an element and those around it

// What a well-formed document is made of.
struct XmlShape {
  size_t elements = 0;
  size_t attributes = 0;
  size_t texts = 0;                     // unbroken runs of characters, and CDATA sections
  absl::string_view declared_encoding;  // of the XML declaration, as written; or empty
};

// Whether UTF-8 text is one whole document, well-formed by XML 1.0 and Namespaces in XML 1.0,
// within the limits above; an error has the line. A document that ends early never is.
//
// Stricter than XML: a document type declaration is refused, and with it every entity but the five
// predefined ones. Laxer: any character beyond ASCII may stand in a name, and of two attributes
// only the written names must differ. Time and memory are linear in the text.
absl::StatusOr<XmlShape> ScanXml(absl::string_view text);

// The line of an offset, counted from 1.
size_t LineAt(absl::string_view text, size_t offset);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_XML_SCAN_H_
