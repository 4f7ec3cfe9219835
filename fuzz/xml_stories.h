// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_XML_STORIES_H_
#define NTLMATRIX_FUZZ_XML_STORIES_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/store_format.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::fuzz {

// What a reader says about a store, but for lines, texts of findings and the encoding.
struct XmlStory {
  std::string text;
  bool ok = false;

  bool operator==(const XmlStory&) const = default;
};

inline XmlStory TellXml(const policy::StoreFormat& format, Bytes bytes) {
  XmlStory story;
  const absl::Status status = format.read(
      {bytes},
      [&](const policy::RegistryValue& value) {
        absl::StrAppend(&story.text, static_cast<int>(value.operation), "|", value.hive, "|",
                        value.key, "|", value.name, "|", value.type, "|");
        if (const auto* data = std::get_if<absl::string_view>(&value.data)) {
          absl::StrAppend(&story.text, *data);
        }
        absl::StrAppend(&story.text, "|", value.written, "|", value.condition, "\n");
      },
      [&](const policy::PolicyFinding& finding) {
        if (absl::StartsWith(finding.id, "encoding")) return;
        absl::StrAppend(&story.text, SeverityName(finding.severity), " ", finding.id, "\n");
      });
  story.ok = status.ok();
  absl::StrAppend(&story.text, static_cast<int>(status.code()));
  return story;
}

// The same characters, every one beyond digits and ASCII letters as a reference.
inline std::string AsReferences(absl::string_view text) {
  std::string out;
  uint32_t code = 0;
  int more = 0;
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if (absl::ascii_isalnum(byte)) {
      out.push_back(c);
      continue;
    }
    if (byte < 0x80) {
      code = byte;
    } else if (byte < 0xC0) {
      code = code << 6 | (byte & 0x3Fu);
      --more;
    } else {
      more = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
      code = byte & (0x3Fu >> more);
    }
    if (more == 0) absl::StrAppend(&out, "&#x", absl::Hex(code), ";");
  }
  return out;
}

// A name with another prefix; those that XML reserves stay.
inline std::string OtherPrefix(absl::string_view name) {
  if (absl::StartsWith(name, "xml:") || !absl::StrContains(name, ':')) return std::string(name);
  return absl::ConsumePrefix(&name, "xmlns:") ? absl::StrCat("xmlns:x-", name)
                                              : absl::StrCat("x-", name);
}

// The same document in other words: other prefixes, attributes in the other order, comments inside
// texts, references for characters. Its depth is limited as that of the store.
inline void RewriteXml(pugi::xml_node element, std::string* out) {
  const std::string name = OtherPrefix(element.name());
  absl::StrAppend(out, "<", name);
  for (pugi::xml_attribute at = element.last_attribute(); at; at = at.previous_attribute()) {
    absl::StrAppend(out, "\n", OtherPrefix(at.name()), " = '", AsReferences(at.value()), "'");
  }
  absl::StrAppend(out, " >");
  for (const pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_element) {
      RewriteXml(child, out);
    } else {
      const absl::string_view value = child.value();
      const size_t half = value.find_first_of("0123456789") + 1;  // 0 where there is none
      absl::StrAppend(out, AsReferences(value.substr(0, half)), "<!-- 5 --><?a 5?>",
                      AsReferences(value.substr(half)));
    }
  }
  absl::StrAppend(out, "</", name, ">");
}

}  // namespace ntlmatrix::fuzz

#endif  // NTLMATRIX_FUZZ_XML_STORIES_H_
