// SPDX-License-Identifier: Apache-2.0

#include "conformance/compliance/comparison.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "conformance/report/policy_report.h"
#include "conformance/report/wrapped.h"

namespace ntlmatrix::compliance {
namespace {

using policy::SettingId;
using policy::SettingState;
using Kind = PathAnswer::Kind;

constexpr size_t kColumn = 26;

// A, B, ..., Z, AA, AB, ...
std::string KindName(size_t index) {
  std::string name;
  for (size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return name;
}

std::string Padded(std::string text, size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

std::string Number(SettingId id, uint32_t value) {
  if (id == SettingId::kLmCompatibilityLevel) return absl::StrCat(value);
  return absl::StrCat("0x", absl::Hex(value, absl::kZeroPad8));
}

std::string SettingCell(const Host& host, SettingId id, bool with_default) {
  const HostSetting& setting = host.Of(id);
  if (!host.can_require) return "can't be required";
  if (setting.state == SettingState::kDefined) return Number(id, setting.value);
  if (setting.state != SettingState::kNotDefined) return "no conclusion";
  if (!with_default) return "not defined";
  return absl::StrCat("not defined (",
                      setting.documented.has_value() ? Number(id, *setting.documented) : "?", ")");
}

absl::string_view Sign(Kind kind) {
  switch (kind) {
    case Kind::kOpen:
      return ".";
    case Kind::kDepends:
      return "?";
    case Kind::kLockedOut:
      return "X";
  }
  return "";
}

std::string Pairs(const std::vector<std::string>& pairs) {
  const size_t shown = std::min(pairs.size(), Comparison::kMaxPairs);
  const std::string first =
      absl::StrJoin(pairs.begin(), pairs.begin() + static_cast<long>(shown), ", ");
  return shown == pairs.size() ? first
                               : absl::StrCat(first, " and ", pairs.size() - shown, " more");
}

}  // namespace

void Comparison::Add(const stores::PolicyInput& input) {
  ++inputs_;
  Host host = HostOf(input, scope_);
  auto kind = std::find_if(kinds_.begin(), kinds_.end(),
                           [&](const HostKind& one) { return one.host == host; });
  if (kind == kinds_.end()) {
    if (kinds_.size() == kMaxKinds) {
      ++left_out_;
      return;
    }
    kind = kinds_.insert(kinds_.end(), HostKind{std::move(host), 0, {}});
  }
  ++kind->inputs;
  if (kind->first_paths.size() < kMaxInputs) kind->first_paths.push_back(input.path);
}

size_t Comparison::LockedOut() const {
  size_t count = 0;
  for (const HostKind& client : kinds_) {
    for (const HostKind& server : kinds_) {
      if (JudgePath(client.host, server.host).kind == Kind::kLockedOut) ++count;
    }
  }
  return count;
}

std::string Comparison::SettingsText() const {
  const bool with_default = scope_.os.has_value();
  std::string out = "      ";
  for (const SettingId id : policy::AllSettings()) {
    absl::StrAppend(&out, Padded(std::string(policy::SettingName(id)), kColumn));
  }
  out.erase(out.find_last_not_of(' ') + 1);
  absl::StrAppend(&out, "\n");
  for (size_t i = 0; i < kinds_.size(); ++i) {
    const HostKind& kind = kinds_[i];
    std::string line = Padded(absl::StrCat("  ", KindName(i)), 6);
    for (const SettingId id : policy::AllSettings()) {
      absl::StrAppend(&line, Padded(SettingCell(kind.host, id, with_default), kColumn));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    std::vector<std::string> paths;
    for (const std::string& path : kind.first_paths) paths.push_back(report::PlaceInFile(path, {}));
    absl::StrAppend(
        &out, line, "\n",
        Wrapped("        ", absl::StrCat(kind.inputs, kind.inputs == 1 ? " input: " : " inputs: ",
                                         absl::StrJoin(paths, ", "),
                                         kind.inputs > paths.size() ? ", ..." : "")));
  }
  std::vector<std::string> differing;
  for (const SettingId id : policy::AllSettings()) {
    const bool same = std::all_of(kinds_.begin(), kinds_.end(), [&](const HostKind& kind) {
      return kind.host.Of(id) == kinds_.front().host.Of(id) &&
             kind.host.can_require == kinds_.front().host.can_require;
    });
    if (!same) differing.emplace_back(policy::SettingName(id));
  }
  if (!differing.empty()) {
    out += Wrapped("  ", absl::StrCat("warning: inputs differ in ", absl::StrJoin(differing, ", "),
                                      " [inputs-differ]"));
  }
  if (with_default) {
    out += Wrapped("  ",
                   absl::StrCat("In brackets: the default of Windows ", policy::OsName(*scope_.os),
                                ", which then applies; ? where it is disputed, undocumented, or "
                                "not the same for every role."));
  }
  return out;
}

std::string Comparison::PathsText() const {
  // Per reason, the gravest first; the order is that of the kinds.
  std::map<std::pair<int, std::string>, std::vector<std::string>> reasons;
  std::string table = "  client \\ server";
  for (size_t i = 0; i < kinds_.size(); ++i) absl::StrAppend(&table, "  ", KindName(i));
  for (size_t client = 0; client < kinds_.size(); ++client) {
    absl::StrAppend(&table, "\n  ", Padded(KindName(client), 15));
    for (size_t server = 0; server < kinds_.size(); ++server) {
      const PathAnswer answer = JudgePath(kinds_[client].host, kinds_[server].host);
      absl::StrAppend(&table, "  ", Sign(answer.kind));
      if (answer.kind == Kind::kOpen) continue;
      reasons[{-static_cast<int>(answer.kind), answer.why}].push_back(
          absl::StrCat(KindName(client), " -> ", KindName(server)));
    }
  }
  std::string out = "Who reaches whom, each computer having the settings of one input:\n";
  if (kinds_.size() <= kMaxInTable) {
    absl::StrAppend(&out, table, "\n  . open  X locked out  ? depends\n");
  }
  for (const auto& [key, pairs] : reasons) {
    const bool locked = -key.first == static_cast<int>(Kind::kLockedOut);
    out += Wrapped("  ",
                   absl::StrCat(locked ? "error: " : "depends: ", Pairs(pairs), ": ", key.second,
                                locked ? " [locked-out]" : ""),
                   2);
  }
  if (reasons.empty()) absl::StrAppend(&out, "  no path is locked out\n");
  return out;
}

std::string Comparison::Text() const {
  if (kinds_.empty()) return "";
  std::string out =
      Wrapped("", absl::StrCat(inputs_, inputs_ == 1 ? " input" : " inputs", " compared: ",
                               Differs() ? absl::StrCat(kinds_.size(), " kinds") : "all alike"));
  absl::StrAppend(&out, SettingsText(), "\n", PathsText());
  if (left_out_ > 0) {
    out += Wrapped("  ", absl::StrCat("error: ", left_out_, " inputs are of further kinds; only ",
                                      kMaxKinds, " are compared"));
  }
  return out;
}

}  // namespace ntlmatrix::compliance
