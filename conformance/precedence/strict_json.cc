// SPDX-License-Identifier: Apache-2.0

#include "conformance/precedence/strict_json.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace ntlmatrix::precedence {
namespace {

// Follows the text without keeping its values, and stops at the first thing wrong.
class Watch : public nlohmann::json_sax<Json> {
 public:
  explicit Watch(absl::string_view text) : text_(text) {}

  const absl::Status& status() const { return status_; }

  // json_sax:
  bool null() override { return Value(); }
  bool boolean(bool) override { return Value(); }
  bool number_integer(number_integer_t) override { return Value(); }
  bool number_unsigned(number_unsigned_t) override { return Value(); }
  bool number_float(number_float_t, const string_t&) override { return Value(); }
  bool string(string_t&) override { return Value(); }
  bool binary(binary_t&) override { return Value(); }
  bool start_object(size_t) override { return Start(false); }
  bool start_array(size_t) override { return Start(true); }
  bool end_object() override { return End(); }
  bool end_array() override { return End(); }
  bool key(string_t& name) override {
    Level& level = levels_.back();
    level.name = name;
    if (level.names.insert(name).second) return true;
    status_ = absl::InvalidArgumentError(absl::StrCat(Pointer(), ": stands twice in this object"));
    return false;
  }
  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    const absl::string_view before = text_.substr(0, position == 0 ? 0 : position - 1);
    const size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    status_ = absl::InvalidArgumentError(
        absl::StrCat("line ", 1 + std::count(before.begin(), before.end(), '\n'), ", column ",
                     1 + before.size() - line_start, ": not JSON in UTF-8"));
    return false;
  }

 private:
  struct Level {
    bool is_array;
    size_t index = 0;
    std::string name = {};
    std::set<std::string> names = {};
  };

  std::string Pointer() const {
    std::string pointer;
    for (const Level& level : levels_) {
      absl::StrAppend(&pointer, "/",
                      level.is_array ? absl::StrCat(level.index) : PointerPart(level.name));
    }
    return pointer;
  }

  bool Value() {
    if (!levels_.empty()) ++levels_.back().index;
    return true;
  }
  bool Start(bool is_array) {
    if (levels_.size() == kMaxJsonDepth) {
      status_ = absl::ResourceExhaustedError(
          absl::StrCat(Pointer(), ": more than ", kMaxJsonDepth, " levels deep"));
      return false;
    }
    levels_.push_back({is_array});
    return true;
  }
  bool End() {
    levels_.pop_back();
    return Value();
  }

  absl::string_view text_;
  std::vector<Level> levels_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<Json> ParseStrictJson(absl::string_view text) {
  if (text.size() > 1 && (text[0] == '\xFF' || text[0] == '\xFE')) {
    return absl::InvalidArgumentError("the file is UTF-16; save it as UTF-8");
  }
  Watch watch(text);
  if (!Json::sax_parse(text.begin(), text.end(), &watch)) {
    return watch.status().ok() ? absl::InvalidArgumentError("not JSON") : watch.status();
  }
  return Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
}

std::string PointerPart(absl::string_view name) {
  return absl::StrReplaceAll(name, {{"~", "~0"}, {"/", "~1"}});
}

}  // namespace ntlmatrix::precedence
