// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/json_members.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace ntlmatrix::conformance::external {
namespace {

using Json = nlohmann::json;

constexpr size_t kMaxText = 4096;
constexpr int kMaxLevels = 16;  // of arrays and objects in each other
constexpr int kHighestLevel = 5;

std::string Named(absl::string_view name) { return {name.data(), name.size()}; }

// The value of a lower-case hexadecimal digit, or -1.
int Digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

size_t CharacterCount(absl::string_view utf8) {
  constexpr uint8_t kContinuation = 0x80;  // 10xxxxxx
  return static_cast<size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<uint8_t>(c) & 0xC0) != kContinuation;
  }));
}

absl::StatusOr<Json> ParseJsonLine(absl::string_view line) {
  bool too_deep = false;
  const auto keep = [&](int enclosing, Json::parse_event_t event, const Json&) {
    too_deep |= enclosing >= kMaxLevels && (event == Json::parse_event_t::array_start ||
                                            event == Json::parse_event_t::object_start);
    return !too_deep;
  };
  Json json = Json::parse(line.begin(), line.end(), keep, /*allow_exceptions=*/false);
  if (too_deep) {
    return absl::ResourceExhaustedError(
        absl::StrCat("is nested deeper than ", kMaxLevels, " levels"));
  }
  if (json.is_discarded()) return absl::InvalidArgumentError("is no JSON");
  return json;
}

JsonMembers JsonMembers::Of(absl::string_view line) {
  JsonMembers members;
  auto json = ParseJsonLine(line);
  if (!json.ok()) {
    members.Fault(std::string(json.status().message()));
    return members;
  }
  members.owned_ = *std::move(json);
  if (!members.owned_.is_object()) members.Fault("is JSON, but no object");
  return members;
}

JsonMembers::JsonMembers(const Json& json, std::string where)
    : json_(&json), where_(std::move(where)) {
  if (!json.is_object()) Fault("is no object");
}

void JsonMembers::Fault(const std::string& text) {
  if (status_.ok()) {
    status_ = absl::InvalidArgumentError(where_.empty() ? text : absl::StrCat(where_, " ", text));
  }
}

void JsonMembers::MemberFault(absl::string_view name, absl::string_view text) {
  Fault(where_.empty() ? absl::StrCat("`", name, "` ", text)
                       : absl::StrCat("has a `", name, "` that ", text));
}

bool JsonMembers::Has(absl::string_view name) const {
  const Json& json = json_ == nullptr ? owned_ : *json_;
  return json.is_object() && json.contains(Named(name));
}

const Json* JsonMembers::Find(absl::string_view name, bool required) {
  asked_.push_back(Named(name));
  if (!ok()) return nullptr;
  const Json& json = json_ == nullptr ? owned_ : *json_;
  const auto found = json.find(asked_.back());
  if (found != json.end()) return &*found;
  if (required) MemberFault(name, "is missing");
  return nullptr;
}

std::string JsonMembers::Text(absl::string_view name) {
  const std::string text = OptionalText(name);
  if (ok() && !Has(name)) MemberFault(name, "is missing");
  if (ok() && text.empty()) MemberFault(name, "is empty");
  return text;
}

std::string JsonMembers::OptionalText(absl::string_view name) {
  const Json* const value = Find(name, false);
  if (value == nullptr) return "";
  const auto* const text = value->get_ptr<const std::string*>();
  if (text == nullptr) {
    MemberFault(name, "is no string");
  } else if (CharacterCount(*text) > kMaxText) {
    MemberFault(name, absl::StrCat("is longer than ", kMaxText, " characters"));
  }
  return ok() ? *text : "";
}

uint32_t JsonMembers::Number(absl::string_view name, uint32_t least) {
  const Json* const value = Find(name, true);
  if (value == nullptr) return 0;
  const auto* const number = value->get_ptr<const uint64_t*>();
  constexpr uint64_t kMost = std::numeric_limits<uint32_t>::max();
  if (number != nullptr && *number >= least && *number <= kMost) {
    return static_cast<uint32_t>(*number);
  }
  MemberFault(name, absl::StrCat("is no whole number from ", least, " to ", kMost));
  return 0;
}

bool JsonMembers::Bool(absl::string_view name) {
  const Json* const value = Find(name, true);
  if (value == nullptr) return false;
  const auto* const flag = value->get_ptr<const bool*>();
  if (flag == nullptr) MemberFault(name, "is neither true nor false");
  return flag != nullptr && *flag;
}

std::vector<uint8_t> JsonMembers::Hex(absl::string_view name) {
  const Json* const value = Find(name, true);
  if (value == nullptr) return {};
  const auto* const text = value->get_ptr<const std::string*>();
  if (text == nullptr) {
    MemberFault(name, "is no string");
    return {};
  }
  if (text->size() % 2 != 0) MemberFault(name, "has an odd number of hexadecimal digits");
  if (!ok()) return {};
  std::vector<uint8_t> bytes(text->size() / 2);
  for (size_t i = 0; i < bytes.size(); ++i) {
    const int high = Digit((*text)[2 * i]);
    const int low = Digit((*text)[2 * i + 1]);
    if (high < 0 || low < 0) {
      MemberFault(name, absl::StrCat("is not lower-case hexadecimal at character ",
                                     high < 0 ? 2 * i + 1 : 2 * i + 2));
      return {};
    }
    bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return bytes;
}

std::vector<std::string> JsonMembers::Texts(absl::string_view name) {
  std::vector<std::string> texts;
  const Json* const value = Find(name, true);
  if (value == nullptr) return texts;
  if (!value->is_array()) MemberFault(name, "is no list");
  for (const Json& element : *value) {
    const auto* const text = element.get_ptr<const std::string*>();
    if (text == nullptr) {
      MemberFault(name, "holds something that is no string");
      break;
    }
    texts.push_back(*text);
  }
  return texts;
}

std::vector<int> JsonMembers::Levels(absl::string_view name) {
  std::vector<int> levels;
  const Json* const value = Find(name, true);
  if (value == nullptr) return levels;
  if (!value->is_array()) MemberFault(name, "is no list");
  for (const Json& element : *value) {
    const auto* const level = element.get_ptr<const uint64_t*>();
    if (level == nullptr || *level > kHighestLevel) {
      MemberFault(name, "holds something that is no level from 0 to 5");
      break;
    }
    levels.push_back(static_cast<int>(*level));
  }
  return levels;
}

const Json* JsonMembers::OptionalObject(absl::string_view name) {
  const Json* const value = Find(name, false);
  if (value == nullptr || value->is_object()) return value;
  MemberFault(name, "is no object");
  return nullptr;
}

const Json* JsonMembers::Object(absl::string_view name) {
  const Json* const value = OptionalObject(name);
  if (ok() && value == nullptr) MemberFault(name, "is missing");
  return value;
}

std::vector<std::string> JsonMembers::Unknown() const {
  std::vector<std::string> names;
  const Json& json = json_ == nullptr ? owned_ : *json_;
  if (!json.is_object()) return names;
  for (const auto& [name, value] : json.items()) {
    if (std::find(asked_.begin(), asked_.end(), name) == asked_.end()) names.push_back(name);
  }
  return names;
}

}  // namespace ntlmatrix::conformance::external
