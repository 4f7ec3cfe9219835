// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/xml_store.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "parsers/policy/reader_output.h"
#include "parsers/policy/store_text.h"
#include "parsers/policy/xml_scan.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kBlanks = " \t\r\n";
constexpr absl::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";
constexpr size_t kBlock = 512;  // bytes of text between the counts of lines

// Comments and processing instructions are left out, whitespace is not.
constexpr unsigned int kParseOptions = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                                       pugi::parse_wconv_attribute | pugi::parse_ws_pcdata;

// How the names of encodings begin in which `<`, `&` and quotation marks are never anything else.
constexpr absl::string_view kEncodings[] = {"utf-8",     "utf-16",   "us-ascii",  "ascii",
                                            "iso-8859-", "windows-", "shift_jis", "gb2312",
                                            "gbk",       "big5",     "euc-",      "ks_c_5601"};

absl::Status CheckDeclaredEncoding(absl::string_view declared) {
  const auto begins = [&](absl::string_view name) {
    return absl::StartsWithIgnoreCase(declared, name);
  };
  if (declared.empty() || std::any_of(std::begin(kEncodings), std::end(kEncodings), begins)) {
    return absl::OkStatus();
  }
  return AtPlace(absl::UnimplementedError(
                     absl::StrCat("XML: the encoding `", Shown(declared), "` is not supported")),
                 Place::Line(1));
}

void ReportEncoding(TextEncoding encoding, absl::string_view declared, PolicyFindingSink findings) {
  const absl::string_view name = TextEncodingName(encoding);
  const bool guessed = encoding == TextEncoding::kUtf16LittleEndianGuess ||
                       encoding == TextEncoding::kUtf16BigEndianGuess;
  const bool says_utf16 = absl::StartsWithIgnoreCase(declared, "utf-16");
  const bool says_utf8 = declared.empty() || absl::StartsWithIgnoreCase(declared, "utf-8");
  const std::string fix = "save the file in the encoding that its XML declaration states";
  if (guessed) {
    findings({"encoding-guessed", Severity::kWarning, absl::StrCat("read as ", name),
              "save the file with byte order mark", Place()});
  } else if (encoding == TextEncoding::k8Bit && (says_utf8 || says_utf16)) {
    findings({"encoding-8-bit", Severity::kWarning,
              absl::StrCat("read as ", name,
                           ", since it is not the UTF-8 that it should be; a "
                           "strict reader refuses it"),
              fix, Place::Line(1)});
  } else if (!declared.empty() && says_utf16 != IsUtf16(encoding)) {
    findings(
        {"encoding-declared", Severity::kNote,
         absl::StrCat("the file is ", name, ", and its XML declaration says ", Shown(declared)),
         fix, Place::Line(1)});
  }
}

// What follows comments, processing instructions and blanks at the beginning of a document.
absl::string_view SkipProlog(absl::string_view text) {
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    absl::string_view end;
    if (absl::StartsWith(text, "<?")) {
      end = "?>";
    } else if (absl::StartsWith(text, "<!--")) {
      end = "-->";
    } else {
      return text;
    }
    const size_t at = text.find(end);
    if (at == absl::string_view::npos) return {};
    text.remove_prefix(at + end.size());
  }
}

absl::string_view PrefixOf(pugi::xml_node element) {
  const absl::string_view name = element.name();
  const size_t colon = name.find(':');
  return colon == absl::string_view::npos ? absl::string_view() : name.substr(0, colon);
}

// Whether it is `xmlns` or begins with `xmlns:`. Asked of every attribute around an element.
bool DeclaresNamespace(pugi::xml_attribute attribute) {
  const char* name = attribute.name();
  for (const char c : {'x', 'm', 'l', 'n', 's'}) {
    if (*name++ != c) return false;
  }
  return *name == '\0' || *name == ':';
}

std::vector<uint32_t> CountLines(absl::string_view text) {
  std::vector<uint32_t> counts;
  uint32_t count = 0;
  while (!text.empty()) {
    const absl::string_view block = text.substr(0, kBlock);
    counts.push_back(count);
    count += static_cast<uint32_t>(std::count(block.begin(), block.end(), '\n'));
    text.remove_prefix(block.size());
  }
  return counts;
}

}  // namespace

bool XmlRootIs(Bytes bytes, absl::string_view local_name) {
  const StoreText decoded = DecodeStoreHead(bytes, 4096);
  absl::string_view text = SkipProlog(decoded.utf8);
  if (absl::ConsumePrefix(&text, "<!DOCTYPE")) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  } else if (!absl::ConsumePrefix(&text, "<")) {
    return false;
  }
  text = text.substr(0, text.find_first_of(" \t\r\n/>["));
  return text.substr(text.rfind(':') + 1) == local_name;
}

absl::StatusOr<XmlStore> XmlStore::Parse(Bytes bytes, PolicyFindingSink findings) {
  if (absl::Status status = CheckStoreSize(bytes.size(), kMaxXmlStoreSize, "XML"); !status.ok()) {
    return status;
  }
  StoreText text = DecodeStoreText(bytes);
  if (!text.error.ok()) return TextErrorAtLine(text);
  const absl::StatusOr<XmlShape> shape = ScanXml(text.utf8);
  if (!shape.ok()) return shape.status();
  if (absl::Status status = CheckDeclaredEncoding(shape->declared_encoding); !status.ok()) {
    return status;
  }
  ReportEncoding(text.encoding, shape->declared_encoding, findings);
  XmlStore store;
  store.document_ = std::make_unique<pugi::xml_document>();
  const pugi::xml_parse_result result = store.document_->load_buffer(
      text.utf8.data(), text.utf8.size(), kParseOptions, pugi::encoding_utf8);
  if (result.status == pugi::status_out_of_memory) {
    return absl::ResourceExhaustedError("XML: no memory for the tree of elements");
  }
  if (!result) {
    return absl::InvalidArgumentError(absl::StrCat("XML: ", result.description()));
  }
  store.text_ = std::move(text.utf8);
  store.line_counts_ = CountLines(store.text_);
  return store;
}

Place XmlStore::PlaceOf(pugi::xml_node node) const {
  const ptrdiff_t offset = node.offset_debug();
  if (offset < 0) return Place();
  const auto at = static_cast<size_t>(offset);
  const size_t block = at / kBlock;
  if (block >= line_counts_.size()) return Place();
  const absl::string_view before =
      absl::string_view(text_).substr(block * kBlock, at - block * kBlock);
  return Place::Line(line_counts_[block] + LineAt(before, before.size()));
}

absl::string_view LocalName(pugi::xml_node element) {
  const absl::string_view name = element.name();
  return name.substr(name.find(':') + 1);
}

absl::string_view NamespaceOf(pugi::xml_node element) {
  const absl::string_view prefix = PrefixOf(element);
  if (prefix == "xml") return kXmlNamespace;
  for (pugi::xml_node scope = element; scope; scope = scope.parent()) {
    for (const pugi::xml_attribute attribute : scope.attributes()) {
      if (!DeclaresNamespace(attribute)) continue;
      const absl::string_view name = attribute.name();
      if (name.substr(std::min(name.size(), sizeof "xmlns")) == prefix) return attribute.value();
    }
  }
  return {};
}

bool InSameNamespace(pugi::xml_node element, pugi::xml_node parent) {
  const auto attributes = element.attributes();
  if (element.parent() == parent && PrefixOf(element) == PrefixOf(parent) &&
      std::none_of(attributes.begin(), attributes.end(), DeclaresNamespace)) {
    return true;
  }
  return NamespaceOf(element) == NamespaceOf(parent);
}

std::optional<absl::string_view> AttributeOf(pugi::xml_node element, absl::string_view name) {
  for (const pugi::xml_attribute attribute : element.attributes()) {
    if (attribute.name() == name) return attribute.value();
  }
  return std::nullopt;
}

std::optional<std::string> TextOf(pugi::xml_node element) {
  std::string text;
  for (const pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_element) return std::nullopt;
    text.append(child.value());
  }
  return text;
}

pugi::xml_node FirstElement(pugi::xml_node parent) {
  const pugi::xml_node first = parent.first_child();
  return !first || first.type() == pugi::node_element ? first : NextSibling(first);
}

pugi::xml_node NextSibling(pugi::xml_node element) {
  do {
    element = element.next_sibling();
  } while (element && element.type() != pugi::node_element);
  return element;
}

std::vector<pugi::xml_node> ChildrenOf(pugi::xml_node parent, absl::string_view local_name) {
  std::vector<pugi::xml_node> found;
  for (pugi::xml_node child = FirstElement(parent); child; child = NextSibling(child)) {
    if (LocalName(child) == local_name && InSameNamespace(child, parent)) {
      found.push_back(child);
    }
  }
  return found;
}

std::string ChildText(pugi::xml_node parent, absl::string_view local_name) {
  std::string joined;
  bool first = true;
  for (const pugi::xml_node child : ChildrenOf(parent, local_name)) {
    const std::string text = TextOf(child).value_or("(elements)");
    absl::StrAppend(&joined, std::exchange(first, false) ? "" : " ",
                    absl::StripAsciiWhitespace(text));
  }
  return joined;
}

pugi::xml_node NextElement(pugi::xml_node element, pugi::xml_node within) {
  if (const pugi::xml_node child = FirstElement(element)) return child;
  while (element != within) {
    if (const pugi::xml_node sibling = NextSibling(element)) return sibling;
    element = element.parent();
  }
  return {};
}

}  // namespace ntlmatrix::policy
