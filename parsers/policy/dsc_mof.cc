// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/dsc_mof.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"

#include "parsers/policy/dsc_option.h"
#include "parsers/policy/mentioned_setting.h"
#include "parsers/policy/mof_lexer.h"
#include "parsers/policy/mof_reader.h"
#include "parsers/policy/reader_output.h"
#include "parsers/policy/setting_key.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kRegistryClasses[] = {"MSFT_RegistryResource", "MSFT_xRegistryResource",
                                                  "DSC_xRegistryResource"};
constexpr absl::string_view kPolicyFileClasses[] = {"MSFT_RegistryPolicyFile",
                                                    "DSC_RegistryPolicyFile"};
constexpr absl::string_view kOptionClasses[] = {"MSFT_SecurityOption", "DSC_SecurityOption"};
constexpr absl::string_view kTemplateClasses[] = {"MSFT_SecurityTemplate", "DSC_SecurityTemplate"};
// Of the settings of the Local Configuration Manager itself, version 1 and 2.
constexpr absl::string_view kMetaClasses[] = {"MSFT_DSCMetaConfiguration",
                                              "MSFT_DSCMetaConfigurationV2"};
constexpr absl::string_view kDocumentClass = "OMI_ConfigurationDocument";

bool IsOneOf(absl::string_view name, absl::Span<const absl::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](absl::string_view one) { return absl::EqualsIgnoreCase(one, name); });
}

struct ValueType {
  absl::string_view name;
  uint32_t type;
};

constexpr ValueType kValueTypes[] = {
    {"String", kRegSz}, {"Binary", kRegBinary},       {"Dword", kRegDword},
    {"Qword", 11},      {"MultiString", kRegMultiSz}, {"ExpandString", kRegExpandSz},
};

absl::string_view TextOf(const MofInstance& instance, absl::string_view name) {
  const MofProperty* property = instance.Find(name);
  return property == nullptr ? absl::string_view() : absl::string_view(property->value.text);
}

class Reader {
 public:
  explicit Reader(ReaderOutput* output) : output_(*output) {}

  absl::Status Read(Bytes bytes);

 private:
  void ReadInstance(const MofInstance& instance);
  void ReadRegistry(const MofInstance& instance, bool is_policy_file);
  void ReadOptions(const MofInstance& instance);
  void ReadOther(const MofInstance& instance);
  bool ReadKey(const MofInstance& instance, bool is_policy_file, RegistryValue* value);
  bool ReadOperation(const MofInstance& instance, RegistryValue* value);
  void CheckForce(const MofInstance& instance, const RegistryValue& value);
  bool IsHex(const MofInstance& instance);
  void ReportDuplicates(const MofInstance& instance);

  ReaderOutput& output_;
  std::string last_class_;
  uint64_t last_line_ = 1;
  bool seen_resource_ = false;  // that is read
  uint64_t meta_line_ = 0;      // of an instance of kMetaClasses; 0 without one
};

absl::Status Reader::Read(Bytes bytes) {
  if (absl::Status status = CheckStoreSize(bytes.size(), kMaxDscMofSize, "a MOF file");
      !status.ok()) {
    return status;
  }
  const StoreText text = DecodeStoreText(bytes);
  output_.ReportGuess(text.encoding, "save the file as UTF-16LE with byte order mark");
  const absl::Status status =
      ReadMofInstances(text.utf8, [&](const MofInstance& instance) { ReadInstance(instance); });
  if (!output_.status().ok()) return output_.status();
  // Where the text stops in a bad byte, that is why the last instance has no end.
  if (!text.error.ok()) return TextErrorAtLine(text);
  if (!status.ok()) return status;
  if (last_class_.empty()) {
    return absl::InvalidArgumentError("not a compiled DSC configuration: it has no instance");
  }
  if (!absl::EqualsIgnoreCase(last_class_, kDocumentClass)) {
    output_.Report(
        "no-configuration-document", Severity::kError,
        absl::StrCat("the last instance is of ", Shown(last_class_), " and not of ", kDocumentClass,
                     ", with which the DSC compiler ends a file; the end may be missing"),
        "compare with the original file, or compile the configuration again",
        Place::Line(last_line_));
  }
  if (meta_line_ != 0 && !seen_resource_) {
    output_.Report("meta-configuration", Severity::kError,
                   "this is a meta configuration: it configures the Local Configuration Manager, "
                   "and the resources of the node are in another file",
                   "read the .mof of the node instead of its .meta.mof", Place::Line(meta_line_));
  }
  return output_.status();
}

void Reader::ReadInstance(const MofInstance& instance) {
  if (absl::EqualsIgnoreCase(last_class_, kDocumentClass)) {
    output_.Report("after-configuration-document", Severity::kError,
                   absl::StrCat("an instance after that of ", kDocumentClass,
                                ", with which the DSC compiler ends a file"),
                   "keep every configuration in a file of its own", Place::Line(instance.line));
  }
  last_class_ = instance.class_name;
  last_line_ = instance.line;
  ReportDuplicates(instance);
  if (IsOneOf(instance.class_name, kMetaClasses)) meta_line_ = instance.line;
  seen_resource_ = seen_resource_ || IsOneOf(instance.class_name, kRegistryClasses) ||
                   IsOneOf(instance.class_name, kPolicyFileClasses) ||
                   IsOneOf(instance.class_name, kOptionClasses) ||
                   IsOneOf(instance.class_name, kTemplateClasses);
  if (IsOneOf(instance.class_name, kRegistryClasses)) {
    ReadRegistry(instance, false);
  } else if (IsOneOf(instance.class_name, kPolicyFileClasses)) {
    ReadRegistry(instance, true);
  } else if (IsOneOf(instance.class_name, kOptionClasses)) {
    ReadOptions(instance);
  } else {
    ReadOther(instance);
  }
}

void Reader::ReportDuplicates(const MofInstance& instance) {
  std::vector<std::pair<std::string, uint64_t>> names;
  for (const MofProperty& property : instance.properties) {
    names.emplace_back(absl::AsciiStrToLower(property.name), property.line);
  }
  std::sort(names.begin(), names.end());
  for (size_t i = 1; i < names.size(); ++i) {
    if (names[i].first != names[i - 1].first) continue;
    output_.Report("duplicate-property", Severity::kError,
                   absl::StrCat(Shown(names[i].first),
                                " is there more than once in one instance; "
                                "which one counts no document says"),
                   "keep one of them", Place::Line(names[i].second));
  }
}

void Reader::ReadOther(const MofInstance& instance) {
  if (IsOneOf(instance.class_name, kTemplateClasses)) {
    output_.Report("other-file", Severity::kError,
                   absl::StrCat("SecurityTemplate applies the security template ",
                                Shown(TextOf(instance, "Path")), ", which is not read"),
                   "read that file too", Place::Line(instance.line));
    return;
  }
  for (const MofProperty& property : instance.properties) {
    if (!NamesSettingInAnyForm(property.name) && !NamesSettingInAnyForm(property.value.text))
      continue;
    output_.Report(
        "unread-resource", Severity::kError,
        absl::StrCat(Shown(property.name), " of an instance of ", Shown(instance.class_name),
                     " names a setting; what that resource does is not known"),
        "set it with the resource Registry or SecurityOption", Place::Line(property.line));
    return;
  }
}

void Reader::ReadOptions(const MofInstance& instance) {
  for (const DscOption& option : DscOptions()) {
    const MofProperty* property = instance.Find(option.name);
    if (property == nullptr) continue;
    const std::string& words = property->value.text;
    const auto number = NumberOfChoice(option, words);
    const std::string data = number.has_value() ? absl::StrCat(*number) : std::string();
    RegistryValue value;
    value.hive = "HKEY_LOCAL_MACHINE";
    value.key = SettingKey(option.id);
    value.name = SettingName(option.id);
    value.type = kRegDword;
    value.data = absl::string_view(data);
    value.written = words;
    value.where = Place::Line(property->line);
    if (!number.has_value()) {
      output_.Report(
          "unknown-option", Severity::kError,
          absl::StrCat("`", Shown(words), "` is no choice that SecurityPolicyDsc has for ",
                       option.name),
          absl::StrCat("write one of its choices, such as `", option.choices.back().words, "`"),
          value.where);
    }
    output_.Deliver(value);
  }
}

// Splits Key into hive and key. False where the instance speaks of no registry value of the
// computer.
bool Reader::ReadKey(const MofInstance& instance, bool is_policy_file, RegistryValue* value) {
  const MofProperty* key = instance.Find("Key");
  if (key == nullptr) {
    output_.Report("no-key", Severity::kError,
                   absl::StrCat("an instance of ", Shown(instance.class_name), " without Key"),
                   "compile the configuration again", Place::Line(instance.line));
    return false;
  }
  absl::string_view path = key->value.text;
  absl::ConsumePrefix(&path, "Microsoft.PowerShell.Core\\");
  absl::ConsumePrefix(&path, "Registry::");
  const size_t hive_end = std::min(path.find('\\'), path.size());
  value->hive = path.substr(0, hive_end);
  value->key = path.substr(std::min(hive_end + 1, path.size()));
  if (!is_policy_file) return true;
  // Registry.pol has no hive in its keys; the file it is written to says which one.
  const absl::string_view target = TextOf(instance, "TargetType");
  const bool names_machine = IsLocalMachine(value->hive);
  if (!names_machine) value->key = path;
  if (absl::EqualsIgnoreCase(target, "ComputerConfiguration")) {
    if (!names_machine) value->hive = "HKEY_LOCAL_MACHINE";
  } else if (!target.empty() || !names_machine) {
    value->hive = "HKEY_CURRENT_USER";
  }
  return true;
}

bool Reader::ReadOperation(const MofInstance& instance, RegistryValue* value) {
  const absl::string_view ensure = TextOf(instance, "Ensure");
  if (absl::EqualsIgnoreCase(ensure, "Absent")) {
    value->operation = value->name.empty() ? RegistryValue::Operation::kDeleteKey
                                           : RegistryValue::Operation::kDelete;
    return true;
  }
  if (!ensure.empty() && !absl::EqualsIgnoreCase(ensure, "Present")) {
    output_.Report("unknown-ensure", Severity::kError,
                   absl::StrCat("Ensure is `", Shown(ensure), "`, neither Present nor Absent"),
                   "write Present or Absent", value->where);
  }
  // Without name and data the resource creates the key and no value.
  return !value->name.empty() || instance.Find("ValueData") != nullptr;
}

// Without Force the resource fails where the value exists with other data.
void Reader::CheckForce(const MofInstance& instance, const RegistryValue& value) {
  if (value.operation != RegistryValue::Operation::kSet ||
      absl::EqualsIgnoreCase(TextOf(instance, "Force"), "True") ||
      !MayConcernSetting(value.key, value.name)) {
    return;
  }
  output_.Report("no-force", Severity::kWarning,
                 absl::StrCat("Force is not True for ", Shown(value.name),
                              "; the resource refuses to change a value that exists with other "
                              "data"),
                 "set Force to True", Place::Line(instance.line));
}

bool Reader::IsHex(const MofInstance& instance) {
  const absl::string_view hex = TextOf(instance, "Hex");
  if (!hex.empty() && !absl::EqualsIgnoreCase(hex, "True") &&
      !absl::EqualsIgnoreCase(hex, "False")) {
    output_.Report("unknown-hex", Severity::kError,
                   absl::StrCat("Hex is `", Shown(hex), "`, neither True nor False"),
                   "write True or False", Place::Line(instance.line));
  }
  return absl::EqualsIgnoreCase(hex, "True");
}

void Reader::ReadRegistry(const MofInstance& instance, bool is_policy_file) {
  RegistryValue value;
  value.where = Place::Line(instance.line);
  if (!ReadKey(instance, is_policy_file, &value)) return;
  value.name = TextOf(instance, "ValueName");
  if (!ReadOperation(instance, &value)) return;
  if (!is_policy_file) CheckForce(instance, value);
  const MofProperty* type = instance.Find("ValueType");
  value.type = kRegSz;  // the default of the resource
  if (type != nullptr) {
    const auto known = std::find_if(
        std::begin(kValueTypes), std::end(kValueTypes),
        [&](const ValueType& one) { return absl::EqualsIgnoreCase(one.name, type->value.text); });
    if (known == std::end(kValueTypes)) {
      output_.Report("unknown-type", Severity::kError,
                     absl::StrCat("ValueType `", Shown(type->value.text), "` does not exist"),
                     "write Dword for a number of 32 bits", Place::Line(type->line));
      value.type = 0;
    } else {
      value.type = known->type;
    }
  }
  const MofProperty* data = instance.Find("ValueData");
  const absl::string_view written = data == nullptr ? absl::string_view() : data->value.text;
  if (data != nullptr) value.where = Place::Line(data->line);
  std::string number;
  value.data = written;
  if (value.type == kRegDword && !written.empty()) {
    absl::string_view digits = written;
    const bool has_prefix =
        absl::ConsumePrefix(&digits, "0x") || absl::ConsumePrefix(&digits, "0X");
    const bool is_hex = IsHex(instance);
    const std::string shown = absl::StrCat(written, is_hex ? " (Hex)" : "");
    number = is_hex ? absl::StrCat("0x", digits) : std::string(has_prefix ? "" : written);
    value.data = absl::string_view(number);
    value.written = shown;
    if (has_prefix && !is_hex) {
      output_.Report("hex-without-hex", Severity::kError,
                     absl::StrCat("ValueData `", Shown(written),
                                  "` is hexadecimal, and Hex is not True; the resource Registry "
                                  "does not read it so"),
                     "set Hex, or write a decimal number", value.where);
    }
    output_.Deliver(value);
    return;
  }
  output_.Deliver(value);
}

}  // namespace

bool LooksLikeDscMof(Bytes bytes) {
  const StoreText text = DecodeStoreHead(bytes, 4096);
  MofLexer lexer(text.utf8);
  if (!lexer.Next().ok()) return absl::StrContains(text.utf8, "@TargetNode=");
  return lexer.token().IsWord("instance");
}

absl::Status ReadDscMof(const StoreInput& input, RegistryValueSink values,
                        PolicyFindingSink findings) {
  ReaderOutput output(values, findings);
  return Reader(&output).Read(input.bytes);
}

}  // namespace ntlmatrix::policy
