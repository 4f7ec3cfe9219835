// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/intune_syncml.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "parsers/policy/csp_setting.h"
#include "parsers/policy/mentioned_setting.h"
#include "parsers/policy/reader_output.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kRoots[] = {"SyncML", "SyncBody", "Atomic", "Sequence",
                                        "Add",    "Replace",  "Delete", "Get"};

bool IsRoot(absl::string_view name) {
  return std::find(std::begin(kRoots), std::end(kRoots), name) != std::end(kRoots);
}

// The text between the elements that an element holds.
std::string OwnText(pugi::xml_node element) {
  std::string text;
  for (const pugi::xml_node child : element.children()) text += child.value();
  return text;
}

class Reader {
 public:
  explicit Reader(ReaderOutput* output) : output_(*output) {}

  absl::Status Read(Bytes bytes);

 private:
  void ReadItem(const XmlStore& store, pugi::xml_node item);
  void ReadSet(const XmlStore& store, pugi::xml_node item, const CspNode& node);
  void ReadDelete(absl::string_view uri, const Place& where);
  pugi::xml_node OnlyChild(const XmlStore& store, pugi::xml_node parent, absl::string_view name);
  std::string ChildText(const XmlStore& store, pugi::xml_node parent, absl::string_view name);
  std::string FormatOf(const XmlStore& store, pugi::xml_node holder);
  void ReportEscape(absl::string_view uri, const Place& where);
  void ReportMention(absl::string_view text, const Place& where);

  ReaderOutput& output_;
  pugi::xml_node command_;  // whose format is command_format_
  std::string command_format_;
};

absl::Status Reader::Read(Bytes bytes) {
  const auto store = XmlStore::Parse(bytes, [&](PolicyFinding finding) {
    output_.Report(finding.id, finding.severity, std::move(finding.message), std::move(finding.fix),
                   finding.place);
  });
  if (!store.ok()) return store.status();
  const pugi::xml_node root = store->root();
  if (!IsRoot(LocalName(root))) {
    return AtPlace(absl::InvalidArgumentError(
                       absl::StrCat("not SyncML: the root is `", Shown(LocalName(root)), "`")),
                   store->PlaceOf(root));
  }
  for (pugi::xml_node element = root; element; element = NextElement(element, root)) {
    if (!output_.status().ok()) return output_.status();
    const absl::string_view name = LocalName(element);
    if (name == "Item") ReadItem(*store, element);
    const absl::string_view parent = LocalName(element.parent());
    // The parts of an Item are read with it.
    const bool is_read = name == "LocURI" && (parent == "Target" || parent == "Source") &&
                         LocalName(element.parent().parent()) == "Item";
    if (name == "LocURI" && !is_read) ReportEscape(OwnText(element), store->PlaceOf(element));
    if (!is_read) ReportMention(OwnText(element), store->PlaceOf(element));
  }
  return output_.status();
}

// The element of that name that `parent` holds; one that is there twice is an error.
pugi::xml_node Reader::OnlyChild(const XmlStore& store, pugi::xml_node parent,
                                 absl::string_view name) {
  pugi::xml_node found;
  for (pugi::xml_node child = FirstElement(parent); child; child = NextSibling(child)) {
    if (LocalName(child) != name) continue;
    if (found) {
      output_.Report("part-twice", Severity::kError,
                     absl::StrCat(name, " is there twice in one ", Shown(LocalName(parent))),
                     "write an Item for each", store.PlaceOf(child));
    }
    found = child;
  }
  return found;
}

std::string Reader::ChildText(const XmlStore& store, pugi::xml_node parent,
                              absl::string_view name) {
  const pugi::xml_node child = OnlyChild(store, parent, name);
  const auto text = child ? TextOf(child) : std::nullopt;
  return text.has_value() ? std::string(absl::StripAsciiWhitespace(*text)) : std::string();
}

void Reader::ReportMention(absl::string_view text, const Place& where) {
  if (!NamesSettingInAnyForm(text)) return;
  output_.Report("unread-mention", Severity::kError,
                 absl::StrCat("`", Shown(text), "` names a setting in a form that is not read"),
                 "set it by Add or Replace at the node of the Policy CSP", where);
}

void Reader::ReportEscape(absl::string_view uri, const Place& where) {
  if (!MayBeEscapedCspNode(absl::StripLeadingAsciiWhitespace(uri))) return;
  output_.Report(
      "escape", Severity::kError,
      absl::StrCat("escapes (%) are not read, and `", Shown(uri), "` may be the node of a setting"),
      "write the LocURI without `%`", where);
}

void Reader::ReadItem(const XmlStore& store, pugi::xml_node item) {
  const absl::string_view command = LocalName(item.parent());
  const pugi::xml_node target = OnlyChild(store, item, "Target");
  const std::string uri = ChildText(store, target, "LocURI");
  const std::string source = ChildText(store, OnlyChild(store, item, "Source"), "LocURI");
  if (command == "Get") return;
  const Place where = store.PlaceOf(target ? target : item);
  ReportMention(source, where);
  ReportEscape(source, where);
  ReportEscape(uri, where);
  if (command == "Delete") return ReadDelete(uri, where);
  const auto node = CspNodeAt(uri);
  if (node.has_value() && (command == "Add" || command == "Replace")) {
    ReadSet(store, item, *node);
  } else {
    ReportMention(uri, where);
  }
}

void Reader::ReadDelete(absl::string_view uri, const Place& where) {
  const auto node = CspNodeAt(uri);
  if (!node.has_value()) ReportMention(uri, where);
  for (const SettingId id : AllSettings()) {
    const bool is_it = node.has_value() && node->id == id;
    if (!is_it && !IsAboveCspNode(uri, id)) continue;
    RegistryValue value = CspRegistryValue({id, is_it && node->is_user}, "", uri, where);
    value.operation = RegistryValue::Operation::kDelete;
    output_.Deliver(value);
  }
}

std::string Reader::FormatOf(const XmlStore& store, pugi::xml_node holder) {
  return ChildText(store, OnlyChild(store, holder, "Meta"), "Format");
}

void Reader::ReadSet(const XmlStore& store, pugi::xml_node item, const CspNode& node) {
  const pugi::xml_node data = OnlyChild(store, item, "Data");
  const Place where = store.PlaceOf(data ? data : item);
  // A Meta of the command is for all its items that have none.
  std::string format = FormatOf(store, item);
  if (format.empty()) {
    if (item.parent() != command_) command_format_ = FormatOf(store, item.parent());
    command_ = item.parent();
    format = command_format_;
  }
  if (!format.empty() && !absl::EqualsIgnoreCase(format, "int")) {
    output_.Report("format", Severity::kWarning,
                   absl::StrCat(SettingName(node.id), " is sent as `", Shown(format),
                                "`; the format that the Policy CSP documents is int"),
                   "write int", where);
  }
  const auto text = data ? TextOf(data) : std::nullopt;
  const std::string number =
      text.has_value() ? std::string(absl::StripAsciiWhitespace(*text)) : std::string();
  output_.Deliver(CspRegistryValue(node, DecimalOrNothing(number),
                                   number.empty() ? "no number" : number, where));
}

}  // namespace

bool LooksLikeIntuneSyncml(Bytes bytes) {
  return std::any_of(std::begin(kRoots), std::end(kRoots),
                     [&](absl::string_view root) { return XmlRootIs(bytes, root); });
}

absl::Status ReadIntuneSyncml(const StoreInput& input, RegistryValueSink values,
                              PolicyFindingSink findings) {
  ReaderOutput output(values, findings);
  return Reader(&output).Read(input.bytes);
}

}  // namespace ntlmatrix::policy
