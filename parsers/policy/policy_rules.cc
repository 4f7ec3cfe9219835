// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/policy_rules.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "parsers/policy/limited_findings.h"
#include "parsers/policy/security_template.h"
#include "parsers/policy/setting_key.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kRoot = "PolicyRules";

// Parts without registry values of the computer.
constexpr absl::string_view kOtherParts[] = {"UserConfig", "AuditSubcategory", "CseMachine",
                                             "CseUser",    "CSE-Machine",      "CSE-User"};

constexpr std::pair<absl::string_view, uint32_t> kTypes[] = {
    {"REG_NONE", 0},
    {"REG_SZ", kRegSz},
    {"REG_EXPAND_SZ", kRegExpandSz},
    {"REG_BINARY", kRegBinary},
    {"REG_DWORD", kRegDword},
    {"REG_DWORD_BIG_ENDIAN", 5},
    {"REG_MULTI_SZ", kRegMultiSz},
    {"REG_QWORD", 11},
};

std::optional<uint32_t> TypeNamed(absl::string_view name) {
  for (const auto& [type, number] : kTypes) {
    if (absl::EqualsIgnoreCase(type, name)) return number;
  }
  return std::nullopt;
}

// What says where a line or value comes from.
bool IsRemark(pugi::xml_node element) {
  const absl::string_view name = LocalName(element);
  return name == "SourceFile" || name == "PolicyName";
}

bool ConsumePrefixIgnoringCase(absl::string_view* text, absl::string_view prefix) {
  if (!absl::StartsWithIgnoreCase(*text, prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

class Reader {
 public:
  Reader(const XmlStore& store, RegistryValueSink values, LimitedFindings* findings)
      : store_(store), values_(values), findings_(*findings) {}

  void Read(pugi::xml_node part);

 private:
  void ReadComputerConfig(pugi::xml_node config);
  void ReadSecurityTemplatePart(pugi::xml_node part);
  void ReadLineItem(pugi::xml_node item, bool registry_values);
  void ReadUnknown(pugi::xml_node part, Severity severity);

  const XmlStore& store_;
  RegistryValueSink values_;
  LimitedFindings& findings_;
};

void Reader::Read(pugi::xml_node part) {
  const absl::string_view name = LocalName(part);
  if (!NamespaceOf(part).empty()) {
    ReadUnknown(part, Severity::kWarning);
  } else if (name == "ComputerConfig") {
    ReadComputerConfig(part);
  } else if (name == "SecurityTemplate") {
    ReadSecurityTemplatePart(part);
  } else {
    for (const absl::string_view other : kOtherParts) {
      if (name == other) return;
    }
    ReadUnknown(part, Severity::kWarning);
  }
}

void Reader::ReadComputerConfig(pugi::xml_node config) {
  const std::string key = ChildText(config, "Key");
  const std::string written_name = ChildText(config, "Value");
  const std::string type = ChildText(config, "RegType");
  const std::string data = ChildText(config, "RegData");
  const Place place = store_.PlaceOf(config);
  if (key.empty() || ChildrenOf(config, "Key").size() != 1 ||
      ChildrenOf(config, "Value").size() != 1) {
    findings_.Report("no-name", Severity::kError,
                     "ComputerConfig without a single Key and Value; what it sets is not known",
                     "compare with the original file", place);
    return;
  }
  absl::string_view name = written_name;
  RegistryValue value;
  value.hive = "MACHINE";
  value.key = key;
  value.data = absl::string_view(data);
  value.where = place;
  const auto number = TypeNamed(type);
  if (ConsumePrefixIgnoringCase(&name, "**delvals")) {
    name = "";
    value.operation = RegistryValue::Operation::kDeleteValues;
  } else if (ConsumePrefixIgnoringCase(&name, "**del.") || absl::EqualsIgnoreCase(type, "DELETE")) {
    value.operation = RegistryValue::Operation::kDelete;
  } else if (absl::StartsWith(name, "**")) {
    findings_.Report("directive", Severity::kError,
                     absl::StrCat("the directive ", Shown(name), " of ", Shown(key),
                                  " is not read; it may delete or set a value"),
                     "look at Registry.pol of the GPO", place);
    return;
  } else if (!number.has_value()) {
    findings_.Report("unknown-type", Severity::kError,
                     absl::StrCat("`", Shown(type), "` of ", Shown(key), "\\", Shown(name),
                                  " is no registry value type"),
                     "write REG_DWORD for a number", place);
  }
  value.name = name;
  value.type = number.value_or(0);
  values_(value);
}

void Reader::ReadSecurityTemplatePart(pugi::xml_node part) {
  const auto section = AttributeOf(part, "Section");
  if (!section.has_value()) {
    findings_.Report("no-section", Severity::kError,
                     "SecurityTemplate without Section; what its lines set is not known",
                     "compare with the original file", store_.PlaceOf(part));
    return;
  }
  const bool registry_values =
      absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(*section), "Registry Values");
  for (pugi::xml_node child = FirstElement(part); child; child = NextSibling(child)) {
    if (LocalName(child) == "LineItem" && NamespaceOf(child).empty()) {
      ReadLineItem(child, registry_values);
    } else {
      ReadUnknown(child, IsRemark(child) ? Severity::kNote : Severity::kWarning);
    }
  }
}

void Reader::ReadLineItem(pugi::xml_node item, bool registry_values) {
  const Place place = store_.PlaceOf(item);
  const auto text = TextOf(item);
  const std::string line(absl::StripAsciiWhitespace(text.value_or("")));
  if (!text.has_value() || absl::StrContains(line, '\n')) {
    findings_.Report("not-a-line", Severity::kError,
                     "a LineItem that is not one line of text; it is not read",
                     "write one line of the template in each LineItem", place);
    return;
  }
  if (registry_values) {
    ReadRegistryValueLine(line, place, false, values_, [&](PolicyFinding finding) {
      findings_.Report(finding.id, finding.severity, std::move(finding.message),
                       std::move(finding.fix), finding.place);
    });
  } else if (MentionsSetting(line)) {
    findings_.Report(
        "outside-registry-values", Severity::kError,
        absl::StrCat("a registry value in another section is not applied: ", Shown(line)),
        "move the line to the section Registry Values", place);
  }
}

// An element that no value is read from.
void Reader::ReadUnknown(pugi::xml_node part, Severity severity) {
  bool mentions = false;
  for (pugi::xml_node at = part; at; at = NextElement(at, part)) {
    mentions |= MentionsSetting(TextOf(at).value_or(""));
    for (const pugi::xml_attribute attribute : at.attributes()) {
      mentions |= MentionsSetting(attribute.value());
    }
  }
  if (!mentions && severity == Severity::kNote) return;
  findings_.Report("unknown-element", mentions ? Severity::kError : severity,
                   absl::StrCat("<", Shown(part.name()),
                                "> is no known part of a .PolicyRules file; it is not read"),
                   "check the spelling and the namespace of the element", store_.PlaceOf(part));
}

}  // namespace

bool LooksLikePolicyRules(Bytes bytes) { return XmlRootIs(bytes, kRoot); }

absl::Status ReadPolicyRules(const StoreInput& input, RegistryValueSink values,
                             PolicyFindingSink findings) {
  LimitedFindings limited(findings);
  const absl::StatusOr<XmlStore> store = XmlStore::Parse(input.bytes, findings);
  if (!store.ok()) return store.status();
  const pugi::xml_node root = store->root();
  if (LocalName(root) != kRoot || !NamespaceOf(root).empty()) {
    return AtPlace(absl::InvalidArgumentError(
                       absl::StrCat("not a .PolicyRules file: the root is ", Shown(root.name()),
                                    " and not PolicyRules without namespace")),
                   store->PlaceOf(root));
  }
  Reader reader(*store, values, &limited);
  for (pugi::xml_node part = FirstElement(root); part && !limited.full();
       part = NextSibling(part)) {
    reader.Read(part);
  }
  return limited.status();
}

}  // namespace ntlmatrix::policy
