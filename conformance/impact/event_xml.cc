// SPDX-License-Identifier: Apache-2.0

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "conformance/impact/event_formats.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::impact {
namespace {

using policy::AtPlace;
using policy::XmlStore;

void AddText(pugi::xml_node element, absl::string_view name, RawEvent* raw) {
  const auto field = EventFieldOf(name);
  if (!field) return;
  const auto text = policy::TextOf(element);
  if (text && !(text->empty() && *field == EventField::kProvider)) raw->Add(*field, *text);
}

RawEvent ReadEvent(const XmlStore& store, pugi::xml_node event) {
  RawEvent raw;
  raw.line = store.PlaceOf(event).number;
  for (pugi::xml_node element = policy::NextElement(event, event); element;
       element = policy::NextElement(element, event)) {
    const absl::string_view name = policy::LocalName(element);
    const auto attribute = policy::AttributeOf(element, "Name");
    if (name == "Provider" && attribute) {
      raw.Add(EventField::kProvider, *attribute);
    } else {
      AddText(element, name == "Data" && attribute ? *attribute : name, &raw);
    }
  }
  return raw;
}

// The elements that `parent` holds are events, or hold them.
absl::Status ReadEvents(const XmlStore& store, pugi::xml_node parent, bool may_nest,
                        RawEventSink sink) {
  for (pugi::xml_node child = policy::FirstElement(parent); child;
       child = policy::NextSibling(child)) {
    if (policy::LocalName(child) == "Event") {
      sink(ReadEvent(store, child));
    } else if (may_nest && policy::LocalName(child) == "Events") {
      if (absl::Status status = ReadEvents(store, child, false, sink); !status.ok()) return status;
    } else {
      return AtPlace(
          absl::UnimplementedError(absl::StrCat(
              "the XML element ", policy::Shown(policy::LocalName(child)),
              " is no Event: export with wevtutil /f:xml, or ToXml() of Get-WinEvent's events")),
          store.PlaceOf(child));
    }
  }
  return absl::OkStatus();
}

// Without its XML declaration, which can stand at the beginning alone.
absl::string_view SkipDeclaration(absl::string_view text) {
  text = absl::StripLeadingAsciiWhitespace(text);
  if (!absl::StartsWith(text, "<?xml ")) return text;
  const size_t end = text.find("?>");
  return end == absl::string_view::npos ? text : text.substr(end + 2);
}

}  // namespace

absl::Status ReadEventXml(absl::string_view text, RawEventSink sink) {
  // Neither wevtutil nor ToXml() writes a root around several events.
  const std::string rooted = absl::StrCat("<Export>", SkipDeclaration(text), "</Export>");
  const Bytes bytes(reinterpret_cast<const uint8_t*>(rooted.data()), rooted.size());
  const auto store = XmlStore::Parse(bytes, [](const policy::PolicyFinding&) {});
  if (!store.ok()) return store.status();
  return ReadEvents(*store, store->root(), true, sink);
}

}  // namespace ntlmatrix::impact
