// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/json_events.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include <nlohmann/json.hpp>

#include "parsers/policy/place.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::policy {
namespace {

// The characters of a text, which counts the lines that the parser has gone through: its own
// position is told to nobody before there is an error.
class LineCounter {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  LineCounter(absl::string_view::const_iterator at, uint64_t* line) : at_(at), line_(line) {}

  reference operator*() const { return *at_; }
  LineCounter& operator++() {
    if (*at_ == '\n') ++*line_;
    ++at_;
    return *this;
  }
  bool operator==(const LineCounter& other) const { return at_ == other.at_; }
  bool operator!=(const LineCounter& other) const { return at_ != other.at_; }

 private:
  absl::string_view::const_iterator at_;
  uint64_t* line_;
};

// The SAX interface of nlohmann/json; the names are its own.
class Sax final : public nlohmann::json::json_sax_t {
 public:
  Sax(JsonEvents* events, size_t size) : events_(*events), size_(size) {}

  uint64_t* line() { return &line_; }
  const absl::Status& status() const { return status_; }

  bool null() override { return Scalar(JsonScalar::Kind::kNull, "null"); }
  bool boolean(bool value) override {
    return Scalar(JsonScalar::Kind::kBoolean, value ? "true" : "false");
  }
  bool number_integer(number_integer_t value) override {
    return Scalar(JsonScalar::Kind::kNumber, absl::StrCat(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return Scalar(JsonScalar::Kind::kNumber, absl::StrCat(value));
  }
  bool number_float(number_float_t /*value*/, const string_t& text) override {
    return Scalar(JsonScalar::Kind::kNumber, text);
  }
  bool string(string_t& value) override {
    return Scalar(JsonScalar::Kind::kString, std::move(value));
  }
  bool binary(binary_t& /*value*/) override { return false; }  // JSON text has none
  bool key(string_t& value) override {
    events_.OnKey(std::move(value), line_);
    return GoOn();
  }
  bool start_object(std::size_t /*size*/) override { return Start(false); }
  bool start_array(std::size_t /*size*/) override { return Start(true); }
  bool end_object() override { return End(); }
  bool end_array() override { return End(); }

  bool parse_error(std::size_t position, const std::string& last_token,
                   const nlohmann::json::exception& /*error*/) override {
    const std::string what = position > size_
                                 ? "the file ends inside the JSON text"
                                 : absl::StrCat("not JSON at `", Shown(last_token), "`");
    status_ = AtPlace(absl::InvalidArgumentError(what), Place::Line(line_));
    return false;
  }

 private:
  bool GoOn() {
    if (status_.ok()) status_ = events_.status();
    return status_.ok();
  }
  bool Scalar(JsonScalar::Kind kind, std::string text) {
    events_.OnScalar({kind, std::move(text)});
    return GoOn();
  }
  bool Start(bool is_array) {
    if (++depth_ > kMaxJsonDepth) {
      status_ = AtPlace(absl::ResourceExhaustedError(
                            absl::StrCat("more than ", kMaxJsonDepth, " levels in each other")),
                        Place::Line(line_));
      return false;
    }
    events_.OnStart(is_array);
    return GoOn();
  }
  bool End() {
    --depth_;
    events_.OnEnd();
    return GoOn();
  }

  JsonEvents& events_;
  size_t size_;
  size_t depth_ = 0;
  uint64_t line_ = 1;
  absl::Status status_;
};

}  // namespace

absl::Status ReadJson(absl::string_view utf8, JsonEvents* events) {
  Sax sax(events, utf8.size());
  nlohmann::json::sax_parse(LineCounter(utf8.begin(), sax.line()),
                            LineCounter(utf8.end(), sax.line()), &sax);
  return sax.status();
}

}  // namespace ntlmatrix::policy
