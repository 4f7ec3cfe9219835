// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/gpp_registry.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "parsers/policy/setting_key.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kRoot = "RegistrySettings";
constexpr absl::string_view kTargeting = "only where the item-level targeting (Filters) selects";

constexpr std::pair<absl::string_view, uint32_t> kTypes[] = {
    {"REG_NONE", 0},
    {"REG_SZ", kRegSz},
    {"REG_EXPAND_SZ", kRegExpandSz},
    {"REG_BINARY", kRegBinary},
    {"REG_DWORD", kRegDword},
    {"REG_DWORD_LITTLE_ENDIAN", kRegDword},
    {"REG_DWORD_BIG_ENDIAN", 5},
    {"REG_LINK", 6},
    {"REG_MULTI_SZ", kRegMultiSz},
    {"REG_QWORD", 11},
};

std::optional<uint32_t> TypeNamed(absl::string_view name) {
  for (const auto& [type, number] : kTypes) {
    if (type == name) return number;
  }
  return std::nullopt;
}

// What a report adds to the elements: in a resultant set GPO and Precedence, and the order.
bool IsOfReport(pugi::xml_node element) {
  return LocalName(element) == "GPOSettingOrder" ||
         NamespaceOf(element) == "http://www.microsoft.com/GroupPolicy/Settings/Base";
}

bool IsEightHexDigits(absl::string_view text) {
  return text.size() == 8 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isxdigit(static_cast<unsigned char>(c));
         });
}

// Adds "only where ..." to a condition, once.
void AddCondition(absl::string_view more, std::string* condition) {
  if (absl::StrContains(*condition, more)) return;
  absl::StrAppend(condition, condition->empty() ? "" : " and ", more);
}

// Where an item stands: what the elements around it say about it.
struct Around {
  bool disabled = false;
  std::string condition;
};

class Reader {
 public:
  Reader(const XmlStore& store, RegistryValueSink values, LimitedFindings* findings)
      : store_(store), values_(values), findings_(*findings) {}

  // Depth is that of the XML, at most kMaxXmlDepth.
  void ReadCollection(pugi::xml_node collection, Around around);

 private:
  void ReadItem(pugi::xml_node item, Around around);
  void ReadProperties(pugi::xml_node properties, Around around);
  void ReportVariables(pugi::xml_node properties, absl::string_view path);
  void DeliverKey(absl::string_view action, RegistryValue value);
  void AddOwn(pugi::xml_node element, Around* around);
  void ReportUnknown(pugi::xml_node element);

  const XmlStore& store_;
  RegistryValueSink values_;
  LimitedFindings& findings_;
};

void Reader::ReportUnknown(pugi::xml_node element) {
  findings_.Report("unknown-element", Severity::kError,
                   absl::StrCat("<", Shown(element.name()),
                                "> is no element of a Registry.xml; what it holds is not read"),
                   "check the spelling and the namespace of the element", store_.PlaceOf(element));
}

// What an element says about itself and all that is in it.
void Reader::AddOwn(pugi::xml_node element, Around* around) {
  if (const auto disabled = AttributeOf(element, "disabled");
      disabled == "1" || disabled == "true") {
    around->disabled = true;
  } else if (disabled.has_value() && disabled != "0" && disabled != "false") {
    AddCondition(absl::StrCat("only where disabled=\"", Shown(*disabled), "\" does not disable it"),
                 &around->condition);
  }
  for (const pugi::xml_node filters : ChildrenOf(element, "Filters")) {
    if (!FirstElement(filters)) continue;
    AddCondition(kTargeting, &around->condition);
    break;
  }
}

void Reader::ReadCollection(pugi::xml_node collection, Around around) {
  AddOwn(collection, &around);
  for (pugi::xml_node child = FirstElement(collection); child; child = NextSibling(child)) {
    const absl::string_view name = LocalName(child);
    if (findings_.full()) return;
    if (!InSameNamespace(child, collection)) {
      if (!IsOfReport(child)) ReportUnknown(child);
    } else if (name == "Registry") {
      ReadItem(child, around);
    } else if (name == "Collection") {
      ReadCollection(child, around);
    } else if (name != "Filters" && !IsOfReport(child)) {
      ReportUnknown(child);
    }
  }
}

void Reader::ReadItem(pugi::xml_node item, Around around) {
  AddOwn(item, &around);
  bool seen_properties = false;
  for (pugi::xml_node child = FirstElement(item); child; child = NextSibling(child)) {
    const absl::string_view name = LocalName(child);
    if (findings_.full()) return;
    if (!InSameNamespace(child, item)) {
      if (!IsOfReport(child)) ReportUnknown(child);
    } else if (name == "Properties") {
      seen_properties = true;
      ReadProperties(child, around);
    } else if (name != "Filters" && !IsOfReport(child)) {
      ReportUnknown(child);
    }
  }
  if (seen_properties) return;
  findings_.Report("no-properties", Severity::kError,
                   "a Registry item without Properties; what it sets is not known",
                   "compare with the original file", store_.PlaceOf(item));
}

// Windows puts variables (%...%) in before it applies the item.
void Reader::ReportVariables(pugi::xml_node properties, absl::string_view path) {
  const absl::string_view hive = AttributeOf(properties, "hive").value_or("");
  if (!IsLocalMachine(hive) && !absl::StrContains(hive, '%')) return;
  if (!MayBecomeNearSetting(path)) return;
  findings_.Report("variable", Severity::kError,
                   absl::StrCat("a variable makes it unknown what the item sets: ", Shown(path)),
                   "write key and name without `%`", store_.PlaceOf(properties));
}

void Reader::ReadProperties(pugi::xml_node properties, Around around) {
  const Place place = store_.PlaceOf(properties);
  const absl::string_view key = AttributeOf(properties, "key").value_or("");
  const absl::string_view name = AttributeOf(properties, "name").value_or("");
  const absl::string_view type = AttributeOf(properties, "type").value_or("");
  const absl::string_view data = AttributeOf(properties, "value").value_or("");
  const absl::string_view action = AttributeOf(properties, "action").value_or("");
  if (!AttributeOf(properties, "key").has_value() || !AttributeOf(properties, "name").has_value()) {
    findings_.Report("no-name", Severity::kError,
                     "Properties without key or name; what they set is not known",
                     "compare with the original file", place);
    return;
  }
  if (around.disabled) {
    if (!MayConcernSetting(key, name)) return;
    findings_.Report(
        "disabled", Severity::kNote,
        absl::StrCat("a disabled item is not applied: ", Shown(key), "\\", Shown(name)),
        "remove the item, or enable it if it is meant to count", place);
    return;
  }
  ReportVariables(properties, absl::StrCat(key, "\\", name));
  if (action == "C") {
    AddCondition("only where no such value exists yet (action C)", &around.condition);
  } else if (action != "U" && action != "R" && action != "D") {
    findings_.Report("unknown-action", Severity::kError,
                     absl::StrCat("action=\"", Shown(action), "\" is none of C, R, U and D"),
                     "write action=\"U\" to set the value", place);
    AddCondition("only where the action is taken for an update", &around.condition);
  }
  if (AttributeOf(properties, "bitfield").value_or("0") != "0" || FirstElement(properties)) {
    AddCondition("only in the bits of its mask (bitfield)", &around.condition);
  }
  RegistryValue value;
  value.hive = AttributeOf(properties, "hive").value_or("");
  value.key = key;
  value.name = name;
  value.condition = around.condition;
  value.where = place;
  const bool is_default = AttributeOf(properties, "default").value_or("0") != "0";
  if (name.empty() && type.empty() && !is_default) {
    DeliverKey(action, value);
    return;
  }
  if (action == "D") {
    value.operation = RegistryValue::Operation::kDelete;
    values_(value);
    return;
  }
  const auto number = TypeNamed(type);
  if (!number.has_value()) {
    findings_.Report("unknown-type", Severity::kError,
                     absl::StrCat("type=\"", Shown(type), "\" is no registry value type"),
                     "write type=\"REG_DWORD\" for a number", place);
  }
  value.type = number.value_or(0);
  value.data = data;
  std::string number_text;
  if (value.type == kRegDword) {
    if (IsEightHexDigits(data)) {
      number_text = absl::StrCat("0x", data);
    } else {
      findings_.Report("hex-digits", Severity::kError,
                       absl::StrCat("the REG_DWORD ", Shown(name), " has the value \"", Shown(data),
                                    "\", which is not 8 hexadecimal digits"),
                       "write all 8 digits, such as 20080000 for both options", place);
    }
    value.data = number_text;
    value.written = data;
  }
  values_(value);
}

// An item about a key as a whole: R deletes what is below it and makes it anew.
void Reader::DeliverKey(absl::string_view action, RegistryValue value) {
  if (action != "D" && action != "R") return;
  value.operation = RegistryValue::Operation::kDeleteKey;
  values_(value);
}

}  // namespace

bool LooksLikeGppRegistry(Bytes bytes) { return XmlRootIs(bytes, kRoot); }

absl::Status ReadGppRegistry(const StoreInput& input, RegistryValueSink values,
                             PolicyFindingSink findings) {
  LimitedFindings limited(findings);
  const absl::StatusOr<XmlStore> store = XmlStore::Parse(input.bytes, findings);
  if (!store.ok()) return store.status();
  const pugi::xml_node root = store->root();
  if (LocalName(root) != kRoot || !NamespaceOf(root).empty()) {
    return AtPlace(absl::InvalidArgumentError(absl::StrCat(
                       "not a Registry.xml of Group Policy Preferences: the root is ",
                       Shown(root.name()), " and not RegistrySettings without namespace")),
                   store->PlaceOf(root));
  }
  ReadGppItems(*store, root, "", values, &limited);
  return limited.status();
}

void ReadGppItems(const XmlStore& store, pugi::xml_node settings, absl::string_view condition,
                  RegistryValueSink values, LimitedFindings* findings) {
  Reader(store, values, findings).ReadCollection(settings, {false, std::string(condition)});
}

}  // namespace ntlmatrix::policy
