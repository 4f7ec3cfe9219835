// SPDX-License-Identifier: Apache-2.0

#include "conformance/pattern.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

// A bit of the setting or of the server's grant, as summaries call it.
struct NamedBit {
  uint32_t bit;
  absl::string_view name;
  absl::string_view kind;  // what several names in a row share
};

constexpr absl::string_view kEncryption = " encryption";

constexpr NamedBit kSettingBits[] = {
    {flags::kSign, "message integrity", ""},
    {flags::kSeal, "message confidentiality", ""},
    {flags::kExtendedSessionSecurity, "extended session security", ""},
    {flags::k128, "128-bit", kEncryption}};

constexpr NamedBit kServerBits[] = {
    {flags::kExtendedSessionSecurity, "extended session security", ""},
    {flags::k128, "128-bit", kEncryption},
    {flags::k56, "56-bit", kEncryption}};

template <typename T>
bool Contains(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// "a", "a or b", "a, b or c".
std::string Listed(const std::vector<std::string>& words, absl::string_view conjunction) {
  if (words.size() < 2) return absl::StrJoin(words, "");
  return absl::StrCat(absl::StrJoin(words.begin(), words.end() - 1, ", "), " ", conjunction, " ",
                      words.back());
}

std::vector<ClientSetting> SettingsOf(const std::vector<Family>& families) {
  std::vector<ClientSetting> settings;
  for (const Family family : families) {
    const auto of_family = AllSettings(family);
    settings.insert(settings.end(), of_family.begin(), of_family.end());
  }
  return settings;
}

// Bits that are set in each of some values, and bits that are clear in each.
struct Cube {
  std::vector<NamedBit> set;
  std::vector<NamedBit> clear;

  bool Holds(uint32_t value) const {
    const auto has = [&](const NamedBit& bit) { return (value & bit.bit) != 0; };
    return std::all_of(set.begin(), set.end(), has) &&
           std::none_of(clear.begin(), clear.end(), has);
  }
};

// Whether exactly `size` of the values lie in the cube.
bool HoldsExactly(const Cube& cube, const std::vector<uint32_t>& all, size_t size) {
  const auto held = [&](uint32_t value) { return cube.Holds(value); };
  return std::count_if(all.begin(), all.end(), held) == static_cast<ptrdiff_t>(size);
}

// Leaves out what tells no value from another. What must be clear is the lesser news.
void Shorten(const std::vector<uint32_t>& all, size_t size, Cube* cube) {
  for (std::vector<NamedBit> Cube::*const bits : {&Cube::clear, &Cube::set}) {
    for (size_t i = (cube->*bits).size(); i-- > 0;) {
      Cube shorter = *cube;
      (shorter.*bits).erase((shorter.*bits).begin() + static_cast<ptrdiff_t>(i));
      if (HoldsExactly(shorter, all, size)) *cube = shorter;
    }
  }
}

// The cube of exactly these values among all of them; nullopt where they are none.
std::optional<Cube> FindCube(const std::vector<uint32_t>& all, const std::vector<uint32_t>& values,
                             absl::Span<const NamedBit> named) {
  Cube cube;
  for (const NamedBit& bit : named) {
    const auto has = [&](uint32_t value) { return (value & bit.bit) != 0; };
    if (std::all_of(values.begin(), values.end(), has)) {
      cube.set.push_back(bit);
    } else if (std::none_of(values.begin(), values.end(), has)) {
      cube.clear.push_back(bit);
    }
  }
  if (!HoldsExactly(cube, all, values.size())) return std::nullopt;
  Shorten(all, values.size(), &cube);
  return cube;
}

std::vector<uint32_t> Effective(const std::vector<ClientSetting>& settings) {
  std::vector<uint32_t> values;
  for (const ClientSetting& setting : settings) values.push_back(setting.Effective());
  return values;
}

// "128-bit and 56-bit encryption", "neither X nor Y".
std::string BitsText(const std::vector<NamedBit>& bits, absl::string_view conjunction) {
  std::string text;
  for (size_t i = 0; i < bits.size(); ++i) {
    const bool shared = i + 1 < bits.size() && bits[i + 1].kind == bits[i].kind;
    absl::StrAppend(&text, i == 0 ? "" : conjunction, bits[i].name, shared ? "" : bits[i].kind);
  }
  return text;
}

absl::string_view IsOrAre(size_t count) { return count == 1 ? " is" : " are"; }

std::string NotGrantedText(const std::vector<NamedBit>& bits) {
  return bits.size() == 1 ? BitsText(bits, "") : absl::StrCat("neither ", BitsText(bits, " nor "));
}

// "" for every server.
std::string ServerWords(const std::vector<ntlm::NegotiateFlags>& server) {
  const auto cube = FindCube({AllServers().begin(), AllServers().end()}, server, kServerBits);
  if (!cube) {
    std::vector<std::string> names;
    for (const ntlm::NegotiateFlags granted : server) names.push_back(ServerName(granted));
    return absl::StrCat("the server is ", absl::StrJoin(names, " or "));
  }
  std::string text;
  if (!cube->set.empty()) {
    text = absl::StrCat(BitsText(cube->set, " and "), IsOrAre(cube->set.size()), " granted");
  }
  if (cube->clear.empty()) return text;
  const bool one = cube->clear.size() == 1;
  if (text.empty()) {
    return absl::StrCat(NotGrantedText(cube->clear), one ? " is not granted" : " is granted");
  }
  return absl::StrCat(text, " and ", NotGrantedText(cube->clear), one ? " is not" : " is");
}

std::string NamesOfSettings(const std::vector<ClientSetting>& min) {
  std::vector<std::string> names;
  for (const ClientSetting& setting : min) names.push_back(SettingName(setting));
  return absl::StrCat("the setting is ", Listed(names, "or"));
}

std::string RequiresText(const Cube& cube) {
  if (cube.set.empty() && cube.clear.size() == std::size(kSettingBits)) {
    return "the setting requires none of the documented options";
  }
  if (cube.set.empty()) {
    return absl::StrCat("the setting does not require ", BitsText(cube.clear, " or "));
  }
  const std::string text = absl::StrCat("the setting requires ", BitsText(cube.set, " and "));
  if (cube.clear.empty()) return text;
  return absl::StrCat(text, " but not ", BitsText(cube.clear, " or "));
}

// "" for every setting of the families.
std::string MinWords(const std::vector<Family>& families, const std::vector<ClientSetting>& min) {
  const std::vector<ClientSetting> all = SettingsOf(families);
  if (min.size() == all.size()) return "";
  const auto cube = FindCube(Effective(all), Effective(min), kSettingBits);
  if (!cube || min.size() < cube->set.size() + cube->clear.size()) return NamesOfSettings(min);
  return RequiresText(*cube);
}

std::string FamilyWords(const std::vector<Family>& families) {
  if (families.size() == std::size(kAllFamilies)) return "";
  return families.front() == Family::kPolicy ? "documents explain the setting's value"
                                             : "no document explains the setting's value";
}

// "" for every level.
std::string LevelWords(const std::vector<int>& lm) {
  if (lm.size() == AllLevels().size()) return "";
  if (lm.size() == 1) return absl::StrCat("at level ", lm.front());
  if (lm.size() > 2 && lm.back() - lm.front() + 1 == std::ssize(lm)) {
    return absl::StrCat("at levels ", lm.front(), " to ", lm.back());
  }
  std::vector<std::string> levels;
  for (const int level : lm) levels.push_back(absl::StrCat(level));
  return absl::StrCat("at levels ", Listed(levels, "and"));
}

// "" for every application.
std::string ApplicationWords(const std::vector<Application>& app) {
  if (app.size() == std::size(kAllApplications)) return "";
  const bool unprotected = Contains(app, Application::kNone);
  if (app.size() == 1) {
    return unprotected ? "where no protection is asked for"
                       : absl::StrCat("for ", ApplicationName(app.front()));
  }
  if (!unprotected) return "for integrity or confidentiality";
  return Contains(app, Application::kIntegrity) ? "where no confidentiality is asked for"
                                                : "where no integrity is asked for";
}

template <typename T, typename Spell>
std::string GlobOf(size_t whole, const std::vector<T>& values, Spell spell) {
  if (values.size() == whole) return "*";
  std::vector<std::string> words;
  for (const T& value : values) words.push_back(absl::StrCat(spell(value)));
  if (words.size() == 1) return words.front();
  return absl::StrCat("@(", absl::StrJoin(words, "|"), ")");
}

}  // namespace

bool CellPattern::Covers(const Cell& cell) const {
  return Contains(families, cell.family) && Contains(min, cell.min) && Contains(lm, cell.lm) &&
         Contains(app, cell.app) && Contains(server, cell.server);
}

std::string CellPattern::Words() const {
  const std::string settings = MinWords(families, min);
  // A value that is named says which family it is of.
  const bool named = absl::string_view(settings).substr(0, 15) == "the setting is ";
  std::vector<std::string> conditions;
  for (const std::string& condition :
       {named ? "" : FamilyWords(families), settings, ServerWords(server)}) {
    if (!condition.empty()) conditions.push_back(condition);
  }
  std::vector<std::string> parts;
  for (const std::string& part : {LevelWords(lm), ApplicationWords(app)}) {
    if (!part.empty()) parts.push_back(part);
  }
  if (!conditions.empty()) {
    parts.push_back(absl::StrCat("whenever ", absl::StrJoin(conditions, " and ")));
  }
  return parts.empty() ? "always" : absl::StrJoin(parts, ", ");
}

std::string CellPattern::Glob() const {
  return absl::StrCat(GlobOf(std::size(kAllFamilies), families, FamilyName),
                      "/min=", GlobOf(SettingsOf(families).size(), min, SettingName),
                      "/lm=", GlobOf(AllLevels().size(), lm, [](int level) { return level; }),
                      "/app=", GlobOf(std::size(kAllApplications), app, ApplicationName),
                      "/server=", GlobOf(AllServers().size(), server, ServerName));
}

CellPattern EveryCell() {
  CellPattern every = {.families = {std::begin(kAllFamilies), std::end(kAllFamilies)},
                       .min = {},
                       .lm = {AllLevels().begin(), AllLevels().end()},
                       .app = {std::begin(kAllApplications), std::end(kAllApplications)},
                       .server = {AllServers().begin(), AllServers().end()}};
  every.min = SettingsOf(every.families);
  return every;
}

}  // namespace ntlmatrix::conformance
