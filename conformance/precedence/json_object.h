// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_PRECEDENCE_JSON_OBJECT_H_
#define NTLMATRIX_CONFORMANCE_PRECEDENCE_JSON_OBJECT_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "conformance/precedence/strict_json.h"

namespace ntlmatrix::precedence {

// InvalidArgument "POINTER: REASON"; the empty pointer, the whole text, is shown as "/".
absl::Status BadMember(const std::string& pointer, absl::string_view reason);

// A word that a member may have, and what it stands for.
template <typename T>
struct JsonWord {
  absl::string_view word;
  T value;
};

// The members of one object of strict JSON, taken one after the other by name. The first thing
// wrong stays, with its JSON pointer; Finish() returns it.
class JsonObject {
 public:
  // `json` must outlive it.
  JsonObject(const Json& json, std::string pointer);

  // The JSON pointer of a member.
  std::string At(absl::string_view name) const { return absl::StrCat(pointer_, "/", name); }

  // Null where the member is absent.
  const Json* Find(const char* name);

  // A text that is not empty and can be part of a path.
  std::string Text(const char* name);

  bool Flag(const char* name, bool otherwise);

  // A text that is one of the words; the first one's value where it is not.
  template <typename T, size_t kCount>
  T OneOf(const char* name, const JsonWord<T> (&words)[kCount]) {
    const std::string text = Text(name);
    std::vector<absl::string_view> known;
    for (const JsonWord<T>& word : words) {
      if (word.word == text) return word.value;
      known.push_back(word.word);
    }
    FailUnknownWord(name, text, known);
    return words[0].value;
  }

  void Fail(absl::Status status) { status_.Update(std::move(status)); }

  // After the last member: what is wrong, a member that nobody asked for included.
  absl::Status Finish();

 private:
  void FailUnknownWord(const char* name, const std::string& text,
                       const std::vector<absl::string_view>& known);

  const Json& json_;
  std::string pointer_;
  std::vector<std::string> known_;
  absl::Status status_;
};

}  // namespace ntlmatrix::precedence

#endif  // NTLMATRIX_CONFORMANCE_PRECEDENCE_JSON_OBJECT_H_
