// SPDX-License-Identifier: Apache-2.0

// A store that lost its end never says something else: cut at a byte it is
// (a) an error, or a setting in it is;
// (b) or it gives the whole store's answer;
// (c) or, in a format without end mark and cut exactly where a record ends, the answer of the
//     shorter store: settings with the same values, or none.
// Where the store is in error itself a cut must not give a setting another value: what is wrong may
// be what is cut off.
//
// A Registry.pol of up to 16 KiB, and text and XML of up to 4 KiB, are cut at every byte. A larger
// store and a hive are cut at every byte of their first and last 512 and within 64 bytes of every
// source of a setting, and at 500 bytes spread over the rest. Text and XML, and a hive that is
// brought up to date from its logs, take far longer to read: they are cut at so many of the same
// places that the spread reads no more than 4 MiB.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

#include "parsers/policy/store_text.h"
#include "parsers/policy/test_stores.h"

namespace ntlmatrix::policy::test {
namespace {

constexpr size_t kEveryByte = size_t{16} << 10;       // bytes of a store that is cut at each
constexpr size_t kEveryByteOfText = size_t{4} << 10;  // the same where reading takes long
constexpr size_t kEnd = 512;                          // bytes at either end of a larger one
constexpr uint64_t kNear = 64;                        // bytes before and after a source
constexpr size_t kSpread = 500;                       // cuts in the rest
constexpr size_t kMaxBytesRead = size_t{4} << 20;     // by those, where reading takes long

std::string Text(const std::vector<uint8_t>& bytes, size_t size) {
  return std::string(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(size));
}

// The offset behind line `line` of a store of text.
size_t LineEnd(const std::vector<uint8_t>& bytes, uint64_t line, bool is_utf16) {
  size_t at = 0;
  for (uint64_t i = 0; i < line && at < bytes.size(); ++i) {
    at = static_cast<size_t>(
        std::find(bytes.begin() + static_cast<ptrdiff_t>(at), bytes.end(), '\n') - bytes.begin());
    at = std::min(bytes.size(), at + (is_utf16 ? 2 : 1));
  }
  return at;
}

class Truncation {
 public:
  Truncation(const StoreFormat& format, const StoreFiles& files)
      : format_(format),
        files_(files),
        whole_(Ask(format, files.bytes, files.logs)),
        is_utf16_(IsUtf16(DecodeStoreText(files.bytes).encoding)) {}

  // Returns the number of cuts.
  size_t Check() {
    if (!format_.has_end_mark) FindRecordEnds();
    const std::set<size_t> cuts = Cuts();
    size_t failures = 0;
    for (const size_t cut : cuts) {
      if (!IsFine(cut) && ++failures == 3) break;
    }
    return cuts.size();
  }

 private:
  std::set<size_t> Cuts() const;
  void FindRecordEnds();
  bool IsFine(size_t cut) const;
  bool IsShorterAnswer(const StoreAnswer& answer) const;
  bool Contradicts(const StoreAnswer& answer) const;

  const StoreFormat& format_;
  const StoreFiles& files_;
  StoreAnswer whole_;
  bool is_utf16_;
  std::set<size_t> record_ends_;
};

std::set<size_t> Truncation::Cuts() const {
  const size_t size = files_.bytes.size();
  std::set<size_t> cuts;
  const auto add = [&](size_t from, size_t to, size_t step) {
    for (size_t cut = from; cut < std::min(to, size); cut += step) cuts.insert(cut);
  };
  const bool is_hive = format_.name == "system-hive";
  const bool is_quick = format_.name == "registry-pol" || (is_hive && files_.logs.empty());
  const size_t every_byte = is_quick ? kEveryByte : kEveryByteOfText;
  if (size <= kEnd || (!is_hive && size <= every_byte)) {
    add(0, size, 1);
    return cuts;
  }
  const size_t spread =
      is_quick ? kSpread : std::clamp<size_t>(kMaxBytesRead / (size / 2), 1, kSpread);
  const size_t end_step = is_quick ? 1 : std::max<size_t>(1, kEnd / (spread / 2 + 1));
  add(0, kEnd, end_step);
  add(size - kEnd, size, end_step);
  add(0, size, std::max<size_t>(1, size / spread));
  for (const PolicySetting& setting : whole_.settings) {
    for (const SettingSource& source : setting.sources) {
      const uint64_t at = source.place.kind == Place::Kind::kOffset
                              ? source.place.number
                              : LineEnd(files_.bytes, source.place.number, is_utf16_);
      add(at - std::min(at, kNear), at + kNear, is_quick ? 1 : 3);
    }
  }
  return cuts;
}

// Where a store without end mark may end: in a Registry.pol behind the header and every entry, in
// text behind every line that the next one does not continue. A value of a .reg file that can be
// read needs no line end, of which a warning tells.
void Truncation::FindRecordEnds() {
  const std::vector<uint8_t>& bytes = files_.bytes;
  if (format_.name == "registry-pol") {
    record_ends_ = {8};
    const auto add = [&](const RegistryValue& value) { record_ends_.insert(value.where.number); };
    format_.read({bytes}, add, [](const PolicyFinding&) {}).IgnoreError();
    return;
  }
  const bool is_reg = format_.name == "reg";
  const bool continues = is_reg || format_.name == "smb-conf";
  const size_t unit = is_utf16_ ? 2 : 1;
  std::string line;  // without blanks around it
  size_t line_end = 0;
  for (size_t at = 0; at + unit <= bytes.size(); at += unit) {
    const auto c = static_cast<char>(bytes[at] | bytes[at + unit - 1]);
    if (c != '\n') {
      if (c != '\r') line_end = at + unit;
      if (!absl::ascii_isspace(static_cast<unsigned char>(c))) line.push_back(c);
      continue;
    }
    const bool is_comment = absl::StartsWith(line, ";") || absl::StartsWith(line, "#");
    if (!continues || is_comment || !absl::EndsWith(line, "\\")) record_ends_.insert(at + unit);
    if (is_reg && !line.empty()) record_ends_.insert({line_end, at});
    line.clear();
  }
}

// No setting has another value, and what is not there any more is at the end.
bool Truncation::IsShorterAnswer(const StoreAnswer& answer) const {
  for (size_t i = 0; i < answer.settings.size(); ++i) {
    const std::vector<SettingSource>& cut = answer.settings[i].sources;
    const std::vector<SettingSource>& whole = whole_.settings[i].sources;
    if (cut.size() > whole.size() || !std::equal(cut.begin(), cut.end(), whole.begin())) {
      return false;
    }
  }
  return true;
}

// Whether a setting has one value in the whole store and another one here.
bool Truncation::Contradicts(const StoreAnswer& answer) const {
  for (size_t i = 0; i < answer.settings.size(); ++i) {
    const PolicySetting& cut = answer.settings[i];
    const PolicySetting& whole = whole_.settings[i];
    if (cut.state == SettingState::kDefined && whole.state == SettingState::kDefined &&
        cut.value != whole.value) {
      return true;
    }
  }
  return false;
}

bool Truncation::IsFine(size_t cut) const {
  const StoreAnswer answer = Ask(format_, Bytes(files_.bytes).first(cut), files_.logs);
  if (answer.IsError() || answer.SaysTheSame(whole_)) return true;
  // What is wrong with the whole store, such as a second document or a ninth digit, may be cut off.
  if (whole_.IsError() && !Contradicts(answer)) return true;
  if (record_ends_.count(cut) > 0 && IsShorterAnswer(answer)) return true;
  std::string settings;
  for (const PolicySetting& setting : answer.settings) {
    absl::StrAppend(&settings, " ", Described(setting));
  }
  ADD_FAILURE() << files_.name << " (" << format_.name << ") cut to " << cut << " of "
                << files_.bytes.size() << " bytes says" << settings << ", findings "
                << Described(answer.findings) << "; before it stands: "
                << Text(files_.bytes, cut).substr(cut - std::min<size_t>(cut, 60));
  return false;
}

TEST(TruncationTest, OfEverySeed) {
  std::set<std::string> folders = {"policy_setting", "reg_setting"};
  for (const StoreFormat& format : StoreFormats()) folders.insert(SeedFolder(format));
  for (const std::string& folder : folders) {
    size_t cuts = 0;
    for (const StoreFiles& seed : Seeds(folder)) {
      const StoreFormat* format = GuessStoreFormat(seed.bytes);
      if (format != nullptr) cuts += Truncation(*format, seed).Check();
    }
    EXPECT_GT(cuts, 500u) << folder;
  }
}

TEST(TruncationTest, OfEverySample) {
  if (!HaveSamples()) GTEST_SKIP() << "NTLMATRIX_SAMPLES is not set";
  for (const std::string& name : SampleNames()) {
    const StoreFiles files = LoadSample(name);
    const StoreFormat* format = GuessStoreFormat(files.bytes);
    if (format == nullptr) continue;
    Truncation(*format, files).Check();
  }
}

}  // namespace
}  // namespace ntlmatrix::policy::test
