// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/gpo_report_item.h"

#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "parsers/policy/gpo_report_display.h"
#include "parsers/policy/security_template.h"
#include "parsers/policy/setting_key.h"

namespace ntlmatrix::policy {
namespace {

constexpr std::pair<absl::string_view, uint32_t> kTypes[] = {
    {"SettingNumber", kRegDword}, {"SettingString", kRegSz},    {"SettingStrings", kRegMultiSz},
    {"Number", kRegDword},        {"String", kRegSz},           {"ExpandString", kRegExpandSz},
    {"Binary", kRegBinary},       {"MultiString", kRegMultiSz},
};

uint32_t TypeOf(absl::string_view element) {
  for (const auto& [name, type] : kTypes) {
    if (name == element) return type;
  }
  return 0;
}

// Data in one element is of the type that its name says; in several, or in none, it is no number.
void ReadData(const std::vector<pugi::xml_node>& elements, ReportedValue* value) {
  value->type = elements.size() == 1 ? TypeOf(LocalName(elements.front())) : kRegDword;
  for (const pugi::xml_node element : elements) {
    const std::string text = TextOf(element).value_or("(elements)");
    absl::StrAppend(&value->data, element == elements.front() ? "" : " ",
                    absl::StripAsciiWhitespace(text));
  }
}

void CheckDisplay(pugi::xml_node options, ReportedValue* value, LimitedFindings* findings) {
  const absl::string_view path = value->path;
  const auto id = SettingNamed(path.substr(path.rfind('\\') + 1));
  if (!id.has_value()) return;
  const DisplayCheck check = CompareWithDisplay(*id, value->data, options);
  if (!check.disagreement.empty()) {
    findings->Report("number-and-options", Severity::kError,
                     absl::StrCat(SettingName(*id), ": ", check.disagreement),
                     "make the report anew; it was changed, or written by something else",
                     value->where);
    absl::StrAppend(&value->condition, value->condition.empty() ? "" : " and ",
                    "only where the number counts and not the text beside it");
  }
  if (!check.unknown.empty()) {
    findings->Report("unknown-option", Severity::kNote,
                     absl::StrCat(SettingName(*id), ": ", check.unknown,
                                  " is not known in English; the number is not compared with it"),
                     "nothing needs to be done; the number counts", value->where);
  }
}

// Whether the first part of a path names a hive.
bool BeginsWithHive(absl::string_view path) {
  const absl::string_view first = path.substr(0, path.find('\\'));
  return IsLocalMachine(first) || absl::StartsWithIgnoreCase(first, "HKEY_") ||
         absl::EqualsIgnoreCase(first, "HKCU");
}

}  // namespace

void ReportedValue::Deliver(RegistryValueSink values) const {
  RegistryValue value;
  SplitRegistryPath(path, &value);
  value.type = type;
  value.data = absl::string_view(data);
  value.condition = condition;
  value.where = where;
  values(value);
}

std::vector<ReportedValue> ReadSecurityOptions(const XmlStore& store, pugi::xml_node options,
                                               absl::string_view condition,
                                               LimitedFindings* findings) {
  ReportedValue value;
  value.where = store.PlaceOf(options);
  value.condition = std::string(condition);
  value.path = ChildText(options, "KeyName");
  const size_t names = ChildrenOf(options, "KeyName").size();
  if (names == 0 && !ChildrenOf(options, "SystemAccessPolicyName").empty()) return {};
  if (names != 1) {
    findings->Report("key-name", Severity::kError,
                     absl::StrCat("SecurityOptions with ", names,
                                  " elements KeyName instead of one; what it sets is not known"),
                     "make the report anew", value.where);
    return {};
  }
  std::vector<pugi::xml_node> data;
  for (pugi::xml_node child = FirstElement(options); child; child = NextSibling(child)) {
    if (absl::StartsWith(LocalName(child), "Setting")) data.push_back(child);
  }
  ReadData(data, &value);
  CheckDisplay(options, &value, findings);
  return {value};
}

std::vector<ReportedValue> ReadRegistrySetting(const XmlStore& store, pugi::xml_node setting,
                                               absl::string_view condition,
                                               LimitedFindings* findings) {
  const std::string written = ChildText(setting, "KeyPath");
  const std::string key = BeginsWithHive(written) ? written : absl::StrCat("MACHINE\\", written);
  std::vector<ReportedValue> values;
  for (pugi::xml_node child = FirstElement(setting); child; child = NextSibling(child)) {
    const absl::string_view name = LocalName(child);
    if (name == "KeyPath" || name == "AdmSetting" ||
        NamespaceOf(child) == report_namespace::kBase) {
      continue;
    }
    if (name != "Value" || !InSameNamespace(child, setting)) {
      if (!MayConcernSetting(written, "")) continue;
      findings->Report("unknown-element", Severity::kError,
                       absl::StrCat("<", Shown(child.name()), "> in the setting of ",
                                    Shown(written), " is not known; it may delete or set a value"),
                       "look at Registry.pol of the GPO", store.PlaceOf(child));
      continue;
    }
    ReportedValue value;
    value.where = store.PlaceOf(child);
    if (ChildrenOf(child, "Name").size() != 1 || ChildrenOf(setting, "KeyPath").size() != 1) {
      findings->Report("key-name", Severity::kError,
                       absl::StrCat("a value without a single KeyPath and Name: ", Shown(written)),
                       "look at Registry.pol of the GPO", value.where);
      continue;
    }
    value.condition = std::string(condition);
    value.path = absl::StrCat(key, "\\", ChildText(child, "Name"));
    std::vector<pugi::xml_node> data;
    for (pugi::xml_node part = FirstElement(child); part; part = NextSibling(part)) {
      if (LocalName(part) != "Name") data.push_back(part);
    }
    ReadData(data, &value);
    values.push_back(std::move(value));
  }
  return values;
}

}  // namespace ntlmatrix::policy
