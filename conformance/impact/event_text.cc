// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "conformance/impact/event_formats.h"

namespace ntlmatrix::impact {
namespace {

// What the first line of an event begins with: wevtutil, Event Viewer, Format-List, Format-List *,
// Splunk. The first of them in a text begins all of its events.
constexpr absl::string_view kFirstWords[] = {"Event[", "Log Name", "TimeCreated", "Message",
                                             "LogName"};
constexpr absl::string_view kIdWords[] = {"Event ID", "EventID", "EventCode", "Id"};
constexpr absl::string_view kProviderWords[] = {"Source", "ProviderName", "SourceName"};
constexpr absl::string_view kTitles[] = {"NTLM Minimum Client Security Block",
                                         "NTLM Minimum Server Security Block"};

// "Label : value" or "Label=value"; the value of it.
bool TakeLabel(absl::string_view line, absl::string_view label, absl::string_view* value) {
  if (!absl::ConsumePrefix(&line, label)) return false;
  line = absl::StripLeadingAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, ":") && !absl::ConsumePrefix(&line, "=")) return false;
  *value = absl::StripAsciiWhitespace(line);
  return true;
}

template <size_t kCount>
bool TakeOneOf(absl::string_view line, const absl::string_view (&labels)[kCount],
               absl::string_view* value) {
  return std::any_of(std::begin(labels), std::end(labels),
                     [&](absl::string_view label) { return TakeLabel(line, label, value); });
}

template <size_t kCount>
bool HasOneOf(absl::string_view line, const absl::string_view (&words)[kCount]) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](absl::string_view word) { return absl::StrContains(line, word); });
}

constexpr size_t kNone = std::size(kFirstWords);

// Which of kFirstWords a line begins with.
size_t FirstWordsOf(absl::string_view line) {
  const auto* const found =
      std::find_if(std::begin(kFirstWords), std::end(kFirstWords),
                   [&](absl::string_view words) { return absl::StartsWith(line, words); });
  return static_cast<size_t>(found - std::begin(kFirstWords));
}

// Lines are put together to events.
class TextReader {
 public:
  explicit TextReader(RawEventSink sink) : sink_(sink) {}

  void Read(absl::string_view line, uint64_t number) {
    const absl::string_view text = absl::StripAsciiWhitespace(line);
    absl::string_view value;
    const bool id = TakeOneOf(text, kIdWords, &value);
    const bool title = HasOneOf(text, kTitles);
    const size_t first = FirstWordsOf(text);
    if (first_words_ == kNone) first_words_ = first;
    const bool begins = first != kNone && first == first_words_;
    if (begins || (id && has_id_) || (title && has_title_)) End();
    if (text.empty() && !open_) return;
    if (!open_) {
      open_ = true;
      raw_.line = number;
    }
    has_id_ = has_id_ || id;
    has_title_ = has_title_ || title;
    if (id) raw_.Add(EventField::kId, value);
    if (TakeOneOf(text, kProviderWords, &value)) raw_.Add(EventField::kProvider, value);
    if (TakeLabel(text, "Calling Process Name", &value)) raw_.Add(EventField::kProcess, value);
    // The number has its own place; what stands before the message is not part of it.
    if (!id) absl::StrAppend(&message_, text, "\n");
  }

  void End() {
    if (!open_) return;
    raw_.Add(EventField::kMessage, message_);
    sink_(raw_);
    raw_ = {};
    message_.clear();
    open_ = has_id_ = has_title_ = false;
  }

 private:
  RawEventSink sink_;
  RawEvent raw_;
  std::string message_;
  bool open_ = false;
  bool has_id_ = false;
  bool has_title_ = false;
  size_t first_words_ = kNone;  // with which each event begins
};

// Whether more digits could have followed the last of the text: only 32 bits are full.
bool MayBeCut(absl::string_view text) {
  if (absl::EndsWith(text, "\n")) return false;
  const size_t before = text.find_last_of(" \t\r\n:=");
  absl::string_view word = text.substr(before == absl::string_view::npos ? 0 : before + 1);
  constexpr size_t kDigitsOf32Bits = 8;
  return !absl::ConsumePrefix(&word, "0x") || word.size() != kDigitsOf32Bits;
}

}  // namespace

absl::Status ReadEventText(absl::string_view text, RawEventSink sink) {
  if (MayBeCut(text)) {
    return absl::InvalidArgumentError(
        "the text ends within a line: cut off? End its last line if it is whole");
  }
  TextReader reader(sink);
  for (uint64_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    reader.Read(text.substr(0, end), number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  reader.End();
  return absl::OkStatus();
}

}  // namespace ntlmatrix::impact
