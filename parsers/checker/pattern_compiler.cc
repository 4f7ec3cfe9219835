// SPDX-License-Identifier: Apache-2.0

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "parsers/checker/value_pattern.h"

namespace ntlmatrix::checker {
namespace {

constexpr uint32_t kEveryDigit = 0x3FF;
constexpr size_t kMaxRepeats = ValuePattern::kMaxText;

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

uint32_t DigitMask(char c) { return IsDigit(c) ? 1u << (c - '0') : 0; }

absl::Status Unknown(absl::string_view what) {
  return absl::UnimplementedError(absl::StrCat(what, " in a pattern is not known here"));
}

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("pattern with ", what));
}

}  // namespace

class PatternCompiler {
 public:
  PatternCompiler(absl::string_view pattern, PatternDialect dialect)
      : rest_(pattern), os_regex_(dialect == PatternDialect::kOsRegex) {}

  absl::StatusOr<ValuePattern> Compile() {
    if (absl::Status status = Alternatives(0); !status.ok()) return status;
    if (!rest_.empty()) return Malformed("`)` without `(`");
    Emit({Op::kMatch});
    ValuePattern pattern;
    pattern.program_ = std::move(program_);
    return pattern;
  }

 private:
  using Op = ValuePattern::Op;
  using Instruction = ValuePattern::Instruction;
  struct Repeat {
    size_t least;
    std::optional<size_t> most;
  };

  size_t Emit(Instruction instruction) {
    program_.push_back(instruction);
    return program_.size() - 1;
  }
  uint32_t Next() const { return static_cast<uint32_t>(program_.size()); }

  absl::Status Alternatives(size_t depth);
  absl::Status Sequence(size_t depth);
  absl::Status Piece(size_t depth);
  absl::Status Atom(size_t depth);
  absl::Status Group(size_t depth);
  absl::Status Escape();
  absl::Status Class();
  absl::StatusOr<uint32_t> ClassEscape(char c) const;
  absl::StatusOr<std::optional<Repeat>> ReadRepeat();
  absl::Status Apply(const Repeat& repeat, size_t from);
  absl::Status CheckSize() const {
    if (program_.size() <= ValuePattern::kMaxInstructions) return absl::OkStatus();
    return absl::ResourceExhaustedError("pattern over the limit of 4096 steps");
  }

  absl::string_view rest_;
  const bool os_regex_;
  bool repeatable_ = false;  // whether the last atom may be repeated
  bool seen_group_ = false;
  std::vector<Instruction> program_;
};

absl::Status PatternCompiler::Alternatives(size_t depth) {
  if (depth > ValuePattern::kMaxDepth) {
    return absl::ResourceExhaustedError("pattern nested deeper than 64 groups");
  }
  std::vector<size_t> exits;
  while (true) {
    const size_t split = Emit({Op::kSplit, Next() + 1, 0});
    if (absl::Status status = Sequence(depth); !status.ok()) return status;
    exits.push_back(Emit({Op::kJump}));
    if (!absl::ConsumePrefix(&rest_, "|")) {
      // The last one has no other to fall back to.
      program_[split] = {Op::kJump, static_cast<uint32_t>(split) + 1, 0};
      break;
    }
    if (os_regex_ && depth > 0) return Unknown("`|` inside parentheses of OS_Regex");
    program_[split].second = Next();
  }
  for (const size_t exit : exits) program_[exit].first = Next();
  return CheckSize();
}

absl::Status PatternCompiler::Sequence(size_t depth) {
  while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
    if (absl::Status status = Piece(depth); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status PatternCompiler::Piece(size_t depth) {
  const size_t from = program_.size();
  repeatable_ = true;
  if (absl::Status status = Atom(depth); !status.ok()) return status;
  const bool repeatable = repeatable_;
  const auto repeat = ReadRepeat();
  if (!repeat.ok()) return repeat.status();
  if (!repeat->has_value()) return CheckSize();
  if (!repeatable) return Malformed("nothing to repeat");
  return Apply(**repeat, from);
}

absl::Status PatternCompiler::Atom(size_t depth) {
  const char c = rest_.front();
  rest_.remove_prefix(1);
  switch (c) {
    case '\\':
      return Escape();
    case '(':
      return Group(depth);
    case '^':
      repeatable_ = false;
      Emit({Op::kBegin});
      return absl::OkStatus();
    case '$':
      repeatable_ = false;
      Emit({Op::kEnd});
      return absl::OkStatus();
    default:
      break;
  }
  if (os_regex_) {
    // `.`, `[` and the like are themselves, and so is `+` behind what is no class.
    repeatable_ = false;
    Emit({Op::kDigit, DigitMask(c)});
    return absl::OkStatus();
  }
  if (c == '[') return Class();
  if (c == '*' || c == '+' || c == '?') return Malformed("nothing to repeat");
  Emit({Op::kDigit, c == '.' ? kEveryDigit : DigitMask(c)});
  return absl::OkStatus();
}

absl::Status PatternCompiler::Group(size_t depth) {
  bool captures = true;
  if (!os_regex_ && absl::ConsumePrefix(&rest_, "?")) {
    if (absl::ConsumePrefix(&rest_, "i)")) {
      repeatable_ = false;  // digits have no case
      return absl::OkStatus();
    }
    if (!absl::ConsumePrefix(&rest_, ":")) return Unknown("a group that begins with `(?`");
    captures = false;
  }
  captures = captures && !std::exchange(seen_group_, seen_group_ || captures);
  if (captures) Emit({Op::kSave, 0});
  if (absl::Status status = Alternatives(depth + 1); !status.ok()) return status;
  if (!absl::ConsumePrefix(&rest_, ")")) return Malformed("`(` without `)`");
  if (captures) Emit({Op::kSave, 1});
  repeatable_ = !os_regex_;
  return absl::OkStatus();
}

absl::StatusOr<uint32_t> PatternCompiler::ClassEscape(char c) const {
  switch (c) {
    case 'd':
    case 'w':
    case 'S':
      return kEveryDigit;
    case 'D':
    case 'W':
    case 's':
    case 't':
      return 0u;
    case 'p':
      if (os_regex_) return 0u;
      break;
    case '.':
      if (os_regex_) return kEveryDigit;
      break;
    default:
      break;
  }
  if (absl::ascii_isalnum(static_cast<unsigned char>(c)))
    return Unknown(absl::StrCat("`\\", std::string(1, c), "`"));
  return 0u;
}

absl::Status PatternCompiler::Escape() {
  if (rest_.empty()) return Malformed("a backslash at its end");
  const char c = rest_.front();
  rest_.remove_prefix(1);
  if (!os_regex_ && (c == 'A' || c == 'z' || c == 'Z' || c == 'b')) {
    repeatable_ = false;
    Emit({c == 'A' ? Op::kBegin : c == 'b' ? Op::kEdge : Op::kEnd});
    return absl::OkStatus();
  }
  const auto mask = ClassEscape(c);
  if (!mask.ok()) return mask.status();
  Emit({Op::kDigit, *mask});
  return absl::OkStatus();
}

absl::Status PatternCompiler::Class() {
  const bool negated = absl::ConsumePrefix(&rest_, "^");
  uint32_t mask = 0;
  for (bool first = true;; first = false) {
    if (rest_.empty()) return Malformed("`[` without `]`");
    char low = rest_.front();
    rest_.remove_prefix(1);
    if (low == ']' && !first) break;
    if (low == '[' && absl::ConsumePrefix(&rest_, ":")) return Unknown("`[:`");
    if (low == '\\') {
      if (rest_.empty()) return Malformed("a backslash at its end");
      const auto escaped = ClassEscape(rest_.front());
      if (!escaped.ok()) return escaped.status();
      rest_.remove_prefix(1);
      mask |= *escaped;
      continue;
    }
    char high = low;
    if (rest_.size() >= 2 && rest_[0] == '-' && rest_[1] != ']') {
      high = rest_[1];
      if (high == '\\' || high < low) return Malformed("a range that is none");
      rest_.remove_prefix(2);
    }
    for (char digit = '0'; digit <= '9'; ++digit) {
      if (low <= digit && digit <= high) mask |= DigitMask(digit);
    }
  }
  Emit({Op::kDigit, negated ? kEveryDigit & ~mask : mask});
  return absl::OkStatus();
}

absl::StatusOr<std::optional<PatternCompiler::Repeat>> PatternCompiler::ReadRepeat() {
  if (rest_.empty()) return std::nullopt;
  std::optional<Repeat> repeat;
  if (os_regex_) {
    if (!repeatable_) return std::nullopt;
    if (absl::ConsumePrefix(&rest_, "+")) repeat = Repeat{1, std::nullopt};
    if (!repeat.has_value() && absl::ConsumePrefix(&rest_, "*")) repeat = Repeat{0, std::nullopt};
    return repeat;
  }
  if (absl::ConsumePrefix(&rest_, "*")) {
    repeat = Repeat{0, std::nullopt};
  } else if (absl::ConsumePrefix(&rest_, "+")) {
    repeat = Repeat{1, std::nullopt};
  } else if (absl::ConsumePrefix(&rest_, "?")) {
    repeat = Repeat{0, 1};
  } else if (absl::ConsumePrefix(&rest_, "{")) {
    const size_t end = rest_.find('}');
    if (end == absl::string_view::npos) return Unknown("`{`");
    const absl::string_view inside = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    const size_t comma = inside.find(',');
    uint32_t least = 0;
    uint32_t most = 0;
    if (!absl::SimpleAtoi(inside.substr(0, comma), &least)) return Unknown("`{`");
    repeat = Repeat{least, least};
    if (comma != absl::string_view::npos) {
      const absl::string_view limit = inside.substr(comma + 1);
      repeat->most = std::nullopt;
      if (!limit.empty()) {
        if (!absl::SimpleAtoi(limit, &most) || most < least) return Unknown("`{`");
        repeat->most = most;
      }
    }
    if (least > kMaxRepeats || (repeat->most.has_value() && *repeat->most > kMaxRepeats)) {
      return absl::ResourceExhaustedError("pattern that repeats more than 32 times");
    }
  }
  // Lazy and possessive repetition matter for groups at most, which are taken greedily here.
  if (repeat.has_value() && !rest_.empty() && (rest_.front() == '+' || rest_.front() == '?')) {
    return Unknown("lazy or possessive repetition");
  }
  return repeat;
}

absl::Status PatternCompiler::Apply(const Repeat& repeat, size_t from) {
  const std::vector<Instruction> atom(program_.begin() + static_cast<std::ptrdiff_t>(from),
                                      program_.end());
  program_.resize(from);
  const auto copy = [&] {
    const auto shift = static_cast<uint32_t>(program_.size() - from);
    for (Instruction one : atom) {
      if (one.op == Op::kSplit || one.op == Op::kJump) one.first += shift;
      if (one.op == Op::kSplit) one.second += shift;
      program_.push_back(one);
    }
  };
  for (size_t i = 0; i < repeat.least; ++i) {
    copy();
    if (absl::Status status = CheckSize(); !status.ok()) return status;
  }
  if (!repeat.most.has_value()) {
    const size_t split = Emit({Op::kSplit, Next() + 1, 0});
    copy();
    Emit({Op::kJump, static_cast<uint32_t>(split)});
    program_[split].second = Next();
    return CheckSize();
  }
  std::vector<size_t> splits;
  for (size_t i = repeat.least; i < *repeat.most; ++i) {
    splits.push_back(Emit({Op::kSplit, Next() + 1, 0}));
    copy();
    if (absl::Status status = CheckSize(); !status.ok()) return status;
  }
  for (const size_t split : splits) program_[split].second = Next();
  return CheckSize();
}

absl::StatusOr<ValuePattern> ValuePattern::Compile(absl::string_view pattern,
                                                   PatternDialect dialect) {
  return PatternCompiler(pattern, dialect).Compile();
}

}  // namespace ntlmatrix::checker
