// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <array>
#include <bitset>
#include <cassert>
#include <cstdint>
#include <map>
#include <utility>

#include "conformance/pattern.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

// A set of cells by their places among those that are judged.
using CellSet = std::vector<uint64_t>;

constexpr size_t kBitsPerWord = 64;

bool IsEmpty(const CellSet& set) {
  return std::all_of(set.begin(), set.end(), [](uint64_t word) { return word == 0; });
}

int SizeOf(const CellSet& set) {
  int size = 0;
  for (const uint64_t word : set) size += static_cast<int>(std::bitset<kBitsPerWord>(word).count());
  return size;
}

CellSet Intersect(CellSet set, const CellSet& other) {
  for (size_t i = 0; i < set.size(); ++i) set[i] &= other[i];
  return set;
}

void Remove(const CellSet& other, CellSet* set) {
  for (size_t i = 0; i < set->size(); ++i) (*set)[i] &= ~other[i];
}

// A set of values of one axis that a few words describe, and how many.
struct Choice {
  CellPattern pattern;  // whole but for this axis
  int words = 0;
  CellSet cells = {};
};

using Axis = std::vector<Choice>;

// Adds a choice that has any values unless a simpler one has the same.
void AddChoice(CellPattern pattern, int words, Axis* axis) {
  if (pattern.min.empty() || pattern.server.empty()) return;
  for (Choice& choice : *axis) {
    if (choice.pattern != pattern) continue;
    choice.words = std::min(choice.words, words);
    return;
  }
  axis->push_back({.pattern = std::move(pattern), .words = words});
}

// Calls `sink` with each way to ask for some of the bits to be set and for others to be clear.
template <typename Sink>
void ForEachCube(absl::Span<const uint32_t> bits, Sink sink, uint32_t set = 0, uint32_t clear = 0,
                 int words = 0) {
  if (bits.empty()) {
    sink(set, clear, words);
    return;
  }
  const uint32_t bit = bits.front();
  const auto rest = bits.subspan(1);
  ForEachCube(rest, sink, set, clear, words);
  ForEachCube(rest, sink, set | bit, clear, words + 1);
  ForEachCube(rest, sink, set, clear | bit, words + 1);
}

// Settings that require some options and do not require others, and each setting.
void AddSettings(const CellPattern& whole, int words, Axis* axis) {
  constexpr uint32_t kBits[] = {flags::kSign, flags::kSeal, flags::kExtendedSessionSecurity,
                                flags::k128};
  ForEachCube(kBits, [&](uint32_t set, uint32_t clear, int literals) {
    CellPattern pattern = whole;
    pattern.min.clear();
    for (const ClientSetting& setting : whole.min) {
      const uint32_t value = setting.Effective();
      if ((value & set) == set && (value & clear) == 0) pattern.min.push_back(setting);
    }
    AddChoice(pattern, words + literals, axis);
  });
  for (const ClientSetting& setting : whole.min) {
    CellPattern pattern = whole;
    pattern.min = {setting};
    AddChoice(pattern, words + 1, axis);
  }
}

Axis SettingAxis() {
  Axis axis;
  AddSettings(EveryCell(), 0, &axis);
  for (const Family family : kAllFamilies) {
    CellPattern whole = EveryCell();
    whole.families = {family};
    whole.min = {AllSettings(family).begin(), AllSettings(family).end()};
    AddSettings(whole, 1, &axis);
  }
  return axis;
}

Axis ServerAxis() {
  Axis axis;
  constexpr uint32_t kBits[] = {flags::kExtendedSessionSecurity, flags::k128, flags::k56};
  ForEachCube(kBits, [&](uint32_t set, uint32_t clear, int literals) {
    CellPattern pattern = EveryCell();
    pattern.server.clear();
    for (const ntlm::NegotiateFlags server : AllServers()) {
      if ((server & set) == set && (server & clear) == 0) pattern.server.push_back(server);
    }
    AddChoice(pattern, literals, &axis);
  });
  return axis;
}

Axis LevelAxis() {
  Axis axis = {{.pattern = EveryCell()}};
  const int highest = AllLevels().back();
  for (int low = 0; low <= highest; ++low) {
    for (int high = low; high <= highest; ++high) {
      CellPattern pattern = EveryCell();
      pattern.lm.clear();
      for (int lm = low; lm <= high; ++lm) pattern.lm.push_back(lm);
      AddChoice(pattern, low == 0 || high == highest || low == high ? 1 : 2, &axis);
    }
  }
  return axis;
}

Axis ApplicationAxis() {
  Axis axis = {{.pattern = EveryCell()}};
  for (const Application app : kAllApplications) {
    CellPattern only = EveryCell(), but = EveryCell();
    only.app = {app};
    but.app.erase(std::find(but.app.begin(), but.app.end(), app));
    AddChoice(only, 1, &axis);
    AddChoice(but, 1, &axis);
  }
  return axis;
}

constexpr size_t kAxes = 4;

// One choice of each axis, whose product covers marked cells and no judged cell beside them.
struct Candidate {
  std::array<const Choice*, kAxes> choices = {};
  int words = 0;
  CellSet cells = {};  // those that are marked

  CellPattern Pattern() const {
    const auto [setting, server, level, app] = choices;
    return {.families = setting->pattern.families,
            .min = setting->pattern.min,
            .lm = level->pattern.lm,
            .app = app->pattern.app,
            .server = server->pattern.server};
  }
};

class Search {
 public:
  Search(absl::Span<const Cell> judged, const std::vector<bool>& marked)
      : axes_({SettingAxis(), ServerAxis(), LevelAxis(), ApplicationAxis()}),
        marked_(NoCells(judged.size())),
        unmarked_(marked_) {
    for (Axis& axis : axes_) {
      for (Choice& choice : axis) choice.cells = NoCells(judged.size());
    }
    for (size_t i = 0; i < judged.size(); ++i) {
      Insert(i, marked[i] ? &marked_ : &unmarked_);
      for (Axis& axis : axes_) {
        for (Choice& choice : axis) {
          if (choice.pattern.Covers(judged[i])) Insert(i, &choice.cells);
        }
      }
    }
  }

  std::vector<CellPattern> Find() {
    Candidate every = {.cells = marked_};
    for (size_t i = 0; i < kAxes; ++i) every.choices[i] = &axes_[i].front();
    Extend(0, every, unmarked_);
    std::vector<const Candidate*> chosen = Choose();
    DropCovered(&chosen);
    std::vector<CellPattern> patterns;
    for (const Candidate* const candidate : chosen) patterns.push_back(candidate->Pattern());
    return patterns;
  }

 private:
  static CellSet NoCells(size_t judged) {
    return CellSet((judged + kBitsPerWord - 1) / kBitsPerWord);
  }

  static void Insert(size_t place, CellSet* set) {
    (*set)[place / kBitsPerWord] |= uint64_t{1} << (place % kBitsPerWord);
  }

  // Narrows a pattern axis by axis until no unmarked cell is in it. What is right already gains
  // nothing from more words.
  void Extend(size_t axis, const Candidate& candidate, const CellSet& wrong) {
    if (IsEmpty(candidate.cells)) return;
    if (IsEmpty(wrong)) {
      Keep(candidate);
      return;
    }
    if (axis == kAxes) return;
    for (const Choice& choice : axes_[axis]) {
      Candidate narrowed = {.choices = candidate.choices,
                            .words = candidate.words + choice.words,
                            .cells = Intersect(candidate.cells, choice.cells)};
      narrowed.choices[axis] = &choice;
      Extend(axis + 1, narrowed, Intersect(wrong, choice.cells));
    }
  }

  // Of patterns with the same cells the simplest is enough.
  void Keep(const Candidate& candidate) {
    const auto [place, is_new] = by_cells_.emplace(candidate.cells, candidates_.size());
    if (is_new) {
      candidates_.push_back(candidate);
    } else if (candidate.words < candidates_[place->second].words) {
      candidates_[place->second] = candidate;
    }
  }

  // Greedy: the pattern with the most new cells a word, until each marked cell is covered. A
  // pattern alone costs as much as two words.
  std::vector<const Candidate*> Choose() const {
    std::vector<const Candidate*> chosen;
    for (CellSet left = marked_; !IsEmpty(left);) {
      const Candidate* best = nullptr;
      int best_size = 0;
      for (const Candidate& candidate : candidates_) {
        const int size = SizeOf(Intersect(candidate.cells, left));
        if (best == nullptr || size * Cost(*best) > best_size * Cost(candidate) ||
            (size * Cost(*best) == best_size * Cost(candidate) && Cost(candidate) < Cost(*best))) {
          best = &candidate;
          best_size = size;
        }
      }
      // A cell alone is a pattern too, so that some candidate covers each.
      assert(best_size > 0);
      chosen.push_back(best);
      Remove(best->cells, &left);
    }
    return chosen;
  }

  static int Cost(const Candidate& candidate) { return candidate.words + 2; }

  // Later choices may cover together what an earlier one was taken for.
  static void DropCovered(std::vector<const Candidate*>* chosen) {
    for (size_t i = 0; i < chosen->size();) {
      CellSet alone = (*chosen)[i]->cells;
      for (size_t j = 0; j < chosen->size(); ++j) {
        if (j != i) Remove((*chosen)[j]->cells, &alone);
      }
      if (IsEmpty(alone)) {
        chosen->erase(chosen->begin() + static_cast<ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
  }

  std::array<Axis, kAxes> axes_;  // the first choice of each is the whole axis
  CellSet marked_;
  CellSet unmarked_;
  std::vector<Candidate> candidates_;
  std::map<CellSet, size_t> by_cells_;
};

}  // namespace

std::vector<CellPattern> FindPatterns(absl::Span<const Cell> judged,
                                      const std::vector<bool>& marked) {
  assert(judged.size() == marked.size());
  return Search(judged, marked).Find();
}

}  // namespace ntlmatrix::conformance
