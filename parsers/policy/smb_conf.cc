// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/smb_conf.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "parsers/policy/reader_output.h"
#include "parsers/policy/smb_option.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::policy {
namespace {

bool IsGlobal(absl::string_view section) {
  return IsSameToSmb(section, "global") || IsSameToSmb(section, "globals");
}

// A line with those that continue it, without comment.
struct Line {
  std::string text;  // without white space around
  uint64_t number = 0;
};

// Splits text into lines as Samba does; comments and blank lines are no lines.
class Lines {
 public:
  explicit Lines(absl::string_view text) : text_(text) {}

  // False at the end of the text.
  bool Next(Line* line);

  // The number of the last line read, and whether the text ends where a line should go on.
  uint64_t number() const { return number_; }
  bool is_cut_off() const { return is_cut_off_; }

 private:
  absl::string_view NextPhysical();

  absl::string_view text_;
  uint64_t number_ = 0;
  bool is_cut_off_ = false;
};

absl::string_view Lines::NextPhysical() {
  const size_t end = text_.find('\n');
  is_cut_off_ = end == absl::string_view::npos;
  const absl::string_view line = text_.substr(0, end);
  text_ = is_cut_off_ ? absl::string_view() : text_.substr(end + 1);
  ++number_;
  return line;
}

bool Lines::Next(Line* line) {
  *line = {};
  bool continues = false;
  while (!text_.empty()) {
    absl::string_view piece = NextPhysical();
    if (!continues) {
      piece = absl::StripLeadingAsciiWhitespace(piece);
      if (piece.empty()) continue;
      if (piece[0] == '#' || piece[0] == ';') continue;
      line->number = number_;
    }
    line->text += std::string(piece);
    const absl::string_view stripped = absl::StripTrailingAsciiWhitespace(line->text);
    continues = absl::EndsWith(stripped, "\\");
    line->text.resize(stripped.size() - (continues ? 1 : 0));
    if (!continues) return true;
  }
  is_cut_off_ = is_cut_off_ || continues;
  return line->number != 0;
}

class Reader {
 public:
  explicit Reader(ReaderOutput* output) : output_(*output) {}

  absl::Status Read(Bytes bytes);

 private:
  // The last value of an option in [global].
  struct Setting {
    std::string value;
    uint64_t line = 0;
    uint64_t earlier_line = 0;  // of one that means another thing; 0 where there is none
  };

  absl::Status ReadLine(const Line& line);
  absl::Status ReadSection(const Line& line);
  void ReadOption(absl::string_view name, absl::string_view value, uint64_t line);
  void ReportWhatIsNotSeen(absl::string_view name, absl::string_view value, uint64_t line);
  void ReportSettings();

  ReaderOutput& output_;
  std::vector<Setting> settings_ = std::vector<Setting>(SmbOptions().size());
  bool in_global_ = true;
  bool seen_anything_ = false;
};

absl::Status Reader::Read(Bytes bytes) {
  if (absl::Status status = CheckStoreSize(bytes.size(), kMaxSmbConfSize, "a smb.conf");
      !status.ok()) {
    return status;
  }
  const StoreText text = DecodeStoreText(bytes);
  if (IsUtf16(text.encoding)) {
    return absl::InvalidArgumentError("the file is UTF-16, which Samba does not read");
  }
  if (text.encoding == TextEncoding::kUtf8WithMark) {
    output_.Report("byte-order-mark", Severity::kError,
                   "the file begins with a byte order mark, which Samba takes for a part of the "
                   "first line",
                   "save the file as UTF-8 without byte order mark", Place::Line(1));
  }
  Lines lines(WholeLines(text));
  Line line;
  while (lines.Next(&line)) {
    if (absl::Status status = ReadLine(line); !status.ok()) return status;
    if (!output_.status().ok()) return output_.status();
  }
  if (!text.error.ok()) return TextErrorAtLine(text);
  if (!seen_anything_) {
    return absl::InvalidArgumentError("not a smb.conf: it has no section and no option");
  }
  if (lines.is_cut_off()) {
    output_.Report("no-line-end", Severity::kError,
                   "the last line has no line end; it, and lines after it, may be cut off",
                   "compare with the original file, and end the last line",
                   Place::Line(lines.number()));
  }
  ReportSettings();
  return output_.status();
}

absl::Status Reader::ReadLine(const Line& line) {
  const Place here = Place::Line(line.number);
  if (line.text.size() > kMaxSmbConfLine) {
    return AtPlace(
        absl::ResourceExhaustedError(absl::StrCat("a line of ", line.text.size(),
                                                  " bytes is over the limit of ", kMaxSmbConfLine)),
        here);
  }
  if (line.text.empty()) return absl::OkStatus();  // nothing but a backslash
  if (absl::StartsWith(line.text, "[")) return ReadSection(line);
  const size_t equals = line.text.find('=');
  if (equals == std::string::npos) {
    output_.Report("no-equals-sign", Severity::kWarning,
                   absl::StrCat("Samba ignores a line without `=`: ", Shown(line.text)),
                   "write name = value, or remove the line", here);
    return absl::OkStatus();
  }
  const absl::string_view text = line.text;
  const absl::string_view name = absl::StripAsciiWhitespace(text.substr(0, equals));
  if (name.empty()) {
    return AtPlace(absl::InvalidArgumentError(
                       "nothing before `=`; Samba refuses the whole file because of it"),
                   here);
  }
  seen_anything_ = true;
  const absl::string_view value = absl::StripAsciiWhitespace(text.substr(equals + 1));
  ReportWhatIsNotSeen(name, value, line.number);
  ReadOption(name, value, line.number);
  return absl::OkStatus();
}

absl::Status Reader::ReadSection(const Line& line) {
  const size_t end = line.text.find(']');
  if (end == std::string::npos) {
    return AtPlace(absl::InvalidArgumentError(
                       absl::StrCat("section without `]`; Samba refuses the whole file because of "
                                    "it: ",
                                    Shown(line.text))),
                   Place::Line(line.number));
  }
  seen_anything_ = true;
  in_global_ = IsGlobal(absl::string_view(line.text).substr(1, end - 1));
  return absl::OkStatus();
}

// Where a part of the configuration stands elsewhere.
void Reader::ReportWhatIsNotSeen(absl::string_view name, absl::string_view value, uint64_t line) {
  const bool is_file = IsSameToSmb(name, "include") || IsSameToSmb(name, "config file");
  const bool is_backend = IsSameToSmb(name, "config backend") && !IsSameToSmb(value, "file");
  if (!is_file && !is_backend) return;
  output_.Report("not-followed", Severity::kError,
                 absl::StrCat("`", Shown(name), " = ", Shown(value),
                              "`: what stands there is not read, and may change what is offered"),
                 "read the output of `testparm -s` instead, which has all of it",
                 Place::Line(line));
}

void Reader::ReadOption(absl::string_view name, absl::string_view value, uint64_t line) {
  const Place here = Place::Line(line);
  const SmbOption* option = FindSmbOption(name);
  if (option == nullptr) {
    if (IsUnknownNtlmsspOption(name)) {
      output_.Report("unknown-option", Severity::kWarning,
                     absl::StrCat("no option `", Shown(name), "` of Samba is known"),
                     "check the spelling", here);
    }
    return;
  }
  if (!in_global_) {
    output_.Report("not-in-global", Severity::kWarning,
                   absl::StrCat("`", option->name, "` outside [global] is ignored"),
                   "move the line to [global]", here);
    return;
  }
  if (FindSmbChoice(*option, value) == nullptr) {
    output_.Report(
        "bad-value", Severity::kError,
        absl::StrCat("`", option->name, "` has no value `", Shown(value), "`; Samba ",
                     option->is_parametric() ? "takes it for no" : "refuses the whole file"),
        absl::StrCat("write one of its values, such as `",
                     option->choices[0].words.substr(0, option->choices[0].words.find('|')), "`"),
        here);
    value = "no";
  }
  Setting& setting = settings_[static_cast<size_t>(option - SmbOptions().begin())];
  if (setting.line != 0 && FindSmbChoice(*option, setting.value) != FindSmbChoice(*option, value)) {
    setting.earlier_line = setting.line;
  }
  setting.value = std::string(value);
  setting.line = line;
}

void Reader::ReportSettings() {
  output_.Report(
      "cannot-require", Severity::kWarning,
      "Samba has no setting like NtlmMinClientSec or NtlmMinServerSec: no connection is refused "
      "because 128-bit encryption or NTLMv2 session security (extended session security) was not "
      "negotiated, whatever this file says",
      "require it on the other side of the connection");
  for (size_t i = 0; i < settings_.size(); ++i) {
    const SmbOption& option = SmbOptions()[i];
    const Setting& setting = settings_[i];
    if (setting.line == 0) continue;
    if (setting.earlier_line != 0) {
      output_.Report("several-values", Severity::kWarning,
                     absl::StrCat("`", option.name, "` has another value in line ",
                                  setting.earlier_line, "; the last one counts"),
                     "keep one of them", Place::Line(setting.line));
    }
    const SmbChoice* choice = FindSmbChoice(option, setting.value);
    if (choice == nullptr || choice->meaning.empty()) continue;
    output_.Report(
        choice->id, choice->severity,
        absl::StrCat("`", option.name, " = ", Shown(setting.value), "`: ", choice->meaning),
        "remove the line if the default is wanted", Place::Line(setting.line));
  }
}

}  // namespace

bool LooksLikeSmbConf(Bytes bytes) {
  const StoreText text = DecodeStoreHead(bytes, 4096);
  Lines lines(text.utf8);
  Line line;
  bool before_sections = true;
  while (lines.Next(&line)) {
    const absl::string_view one = line.text;
    if (absl::StartsWith(one, "[")) {
      before_sections = false;
      const size_t end = one.find(']');
      if (end != absl::string_view::npos && IsGlobal(one.substr(1, end - 1))) return true;
    } else if (const size_t equals = one.find('=');
               before_sections && equals != absl::string_view::npos &&
               FindSmbOption(one.substr(0, equals)) != nullptr) {
      return true;
    }
  }
  return false;
}

absl::Status ReadSmbConf(const StoreInput& input, RegistryValueSink values,
                         PolicyFindingSink findings) {
  ReaderOutput output(values, findings);
  return Reader(&output).Read(input.bytes);
}

}  // namespace ntlmatrix::policy
