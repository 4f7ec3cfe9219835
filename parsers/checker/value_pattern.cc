// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/value_pattern.h"

#include <array>

namespace ntlmatrix::checker {
namespace {

uint32_t DigitMask(char c) { return '0' <= c && c <= '9' ? 1u << (c - '0') : 0; }

}  // namespace

std::optional<ValuePattern::Match> ValuePattern::Find(absl::string_view digits) const {
  digits = digits.substr(0, kMaxText);
  struct State {
    uint32_t at;
    size_t position;
    std::array<size_t, 2> slots;
  };
  constexpr size_t kUnset = absl::string_view::npos;
  const size_t places = digits.size() + 1;
  // No state is worth visiting twice, whatever its groups: the first visit was preferred.
  std::vector<bool> visited(program_.size() * places);
  for (size_t start = 0; start < places; ++start) {
    std::vector<State> todo = {{0, start, {kUnset, kUnset}}};
    while (!todo.empty()) {
      State state = todo.back();
      todo.pop_back();
      const size_t mark = state.at * places + state.position;
      if (visited[mark]) continue;
      visited[mark] = true;
      const Instruction& now = program_[state.at];
      const bool at_end = state.position == digits.size();
      switch (now.op) {
        case Op::kMatch: {
          Match match;
          if (state.slots[0] != kUnset && state.slots[1] != kUnset) {
            match.group =
                std::string(digits.substr(state.slots[0], state.slots[1] - state.slots[0]));
          }
          return match;
        }
        case Op::kDigit:
          if (at_end || (now.first & DigitMask(digits[state.position])) == 0) continue;
          ++state.position;
          break;
        case Op::kSplit:
          todo.push_back({now.second, state.position, state.slots});
          todo.push_back({now.first, state.position, state.slots});
          continue;
        case Op::kJump:
          todo.push_back({now.first, state.position, state.slots});
          continue;
        case Op::kSave:
          state.slots[now.first] = state.position;
          break;
        case Op::kBegin:
          if (state.position != 0) continue;
          break;
        case Op::kEnd:
          if (!at_end) continue;
          break;
        case Op::kEdge:
          if (digits.empty() || (state.position != 0 && !at_end)) continue;
          break;
      }
      ++state.at;
      todo.push_back(state);
    }
  }
  return std::nullopt;
}

}  // namespace ntlmatrix::checker
