// SPDX-License-Identifier: Apache-2.0

#include "conformance/precedence/json_object.h"

#include <algorithm>

#include "absl/strings/str_join.h"

#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::precedence {

absl::Status BadMember(const std::string& pointer, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat(pointer.empty() ? "/" : pointer, ": ", reason));
}

JsonObject::JsonObject(const Json& json, std::string pointer)
    : json_(json), pointer_(std::move(pointer)) {
  if (!json.is_object()) Fail(BadMember(pointer_, "is not an object"));
}

const Json* JsonObject::Find(const char* name) {
  known_.emplace_back(name);
  if (!json_.is_object()) return nullptr;
  const auto member = json_.find(name);
  return member == json_.end() ? nullptr : &*member;
}

std::string JsonObject::Text(const char* name) {
  const Json* json = Find(name);
  if (json == nullptr) {
    Fail(BadMember(pointer_, absl::StrCat("has no `", name, "`")));
    return "";
  }
  const auto* text = json->get_ptr<const std::string*>();
  if (text == nullptr || text->empty() || text->find('\0') != std::string::npos) {
    Fail(BadMember(At(name), "is not a text of one character or more"));
    return "";
  }
  return *text;
}

bool JsonObject::Flag(const char* name, bool otherwise) {
  const Json* json = Find(name);
  if (json == nullptr) return otherwise;
  if (const auto* flag = json->get_ptr<const bool*>(); flag != nullptr) return *flag;
  Fail(BadMember(At(name), "is neither true nor false"));
  return otherwise;
}

absl::Status JsonObject::Finish() {
  if (!status_.ok()) return status_;
  for (const auto& member : json_.items()) {
    if (std::find(known_.begin(), known_.end(), member.key()) == known_.end()) {
      return BadMember(At(PointerPart(policy::Shown(member.key()))),
                       absl::StrCat("is not known here; known are ", absl::StrJoin(known_, ", ")));
    }
  }
  return absl::OkStatus();
}

void JsonObject::FailUnknownWord(const char* name, const std::string& text,
                                 const std::vector<absl::string_view>& known) {
  Fail(BadMember(At(name), absl::StrCat("`", policy::Shown(text), "` is none of ",
                                        absl::StrJoin(known, ", "))));
}

}  // namespace ntlmatrix::precedence
