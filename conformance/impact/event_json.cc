// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include <nlohmann/json.hpp>

#include "conformance/impact/event_formats.h"
#include "parsers/policy/place.h"

namespace ntlmatrix::impact {
namespace {

using policy::AtPlace;
using policy::Place;

// Collects the fields of events; each member counts, also one whose name stands there twice.
class EventSax : public nlohmann::json_sax<nlohmann::json> {
 public:
  EventSax(uint64_t line, RawEventSink sink) : line_(line), sink_(sink) {}

  const std::string& error() const { return error_; }

  bool null() override { return Value(""); }
  bool boolean(bool value) override { return Value(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return Value(absl::StrCat(value)); }
  bool number_unsigned(number_unsigned_t value) override { return Value(absl::StrCat(value)); }
  bool number_float(number_float_t, const string_t& text) override { return Value(text); }
  bool string(string_t& value) override { return Value(value); }
  bool binary(binary_t&) override { return Value(""); }

  bool start_object(size_t) override {
    if (names_.size() == kMaxDepth) return Fail("JSON is nested too deep");
    if (!in_event_) {
      event_ = {};
      event_.line = line_;
      in_event_ = true;
      depth_of_event_ = names_.size();
    }
    names_.emplace_back();
    return true;
  }
  bool key(string_t& name) override {
    names_.back() = name;
    return true;
  }
  bool end_object() override {
    names_.pop_back();
    if (in_event_ && names_.size() == depth_of_event_) {
      in_event_ = false;
      sink_(event_);
    }
    return true;
  }
  bool start_array(size_t) override {
    if (names_.size() == kMaxDepth) return Fail("JSON is nested too deep");
    names_.emplace_back(names_.empty() ? "" : names_.back());
    return true;
  }
  bool end_array() override {
    names_.pop_back();
    return true;
  }
  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    return Fail(absl::StrCat("no JSON at byte ", position, " of it"));
  }

 private:
  static constexpr size_t kMaxDepth = 64;

  bool Fail(std::string why) {
    error_ = std::move(why);
    return false;
  }

  bool Value(absl::string_view value) {
    if (!in_event_) return Fail("JSON that is no event: an object is expected");
    const auto field = FieldOf();
    if (field) event_.Add(*field, value);
    return true;
  }

  // `Id`, `event.code` and `Provider.Name` are names of many things elsewhere.
  std::optional<EventField> FieldOf() const {
    absl::string_view name = names_.back();
    const bool has_parent = names_.size() > depth_of_event_ + 1;
    const absl::string_view parent =
        has_parent ? absl::string_view(names_[names_.size() - 2]) : absl::string_view();
    if (!has_parent && absl::EqualsIgnoreCase(name, "Id")) return EventField::kId;
    if (name == "event.code" || (parent == "event" && name == "code")) return EventField::kId;
    if (parent == "Provider" && absl::EqualsIgnoreCase(name, "Name")) return EventField::kProvider;
    if (name == "#text") name = parent;
    const size_t point = name.rfind('.');  // of a flattened path
    return EventFieldOf(point == absl::string_view::npos ? name : name.substr(point + 1));
  }

  uint64_t line_;
  RawEventSink sink_;
  RawEvent event_;
  bool in_event_ = false;
  size_t depth_of_event_ = 0;
  std::vector<std::string> names_;  // of the member that is being read, outermost first
  std::string error_;
};

absl::Status ReadDocument(absl::string_view text, uint64_t line, RawEventSink sink) {
  EventSax sax(line, sink);
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &sax)) return absl::OkStatus();
  return AtPlace(absl::InvalidArgumentError(sax.error()), Place::Line(line));
}

}  // namespace

absl::Status ReadEventJson(absl::string_view text, RawEventSink sink) {
  const absl::string_view start = absl::StripLeadingAsciiWhitespace(text);
  // An object that goes on behind the first line is one document, like an array.
  const absl::string_view first = start.substr(0, start.find('\n'));
  if (start[0] == '[' || !nlohmann::json::accept(first.begin(), first.end())) {
    return ReadDocument(text, 1, sink);
  }
  for (uint64_t line = 1; !text.empty(); ++line) {
    const size_t end = std::min(text.find('\n'), text.size());
    const absl::string_view one = absl::StripAsciiWhitespace(text.substr(0, end));
    if (!one.empty()) {
      if (absl::Status status = ReadDocument(one, line, sink); !status.ok()) return status;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return absl::OkStatus();
}

}  // namespace ntlmatrix::impact
