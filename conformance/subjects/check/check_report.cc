// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/check/check_report.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace ntlmatrix::conformance::check {

absl::string_view CheckMarkName(CheckMark mark) {
  switch (mark) {
    case CheckMark::kOk:
      return "ok";
    case CheckMark::kFail:
      return "FAIL";
    case CheckMark::kNote:
      return "note";
    case CheckMark::kInfo:
      break;
  }
  return "info";
}

void CheckReport::Tell(CheckMark mark, const std::string& text, absl::string_view key) {
  const std::string name =
      absl::StrCat(CheckMarkName(mark), " ", key.empty() ? absl::string_view(text) : key);
  const auto [told, is_new] = told_.insert({name, {.text = text}});
  if (!is_new) {
    ++told->second.again;
    return;
  }
  ++(mark == CheckMark::kFail ? fails_ : notes_);
  sink_(mark, text);
}

void CheckReport::TellRepeats() {
  constexpr size_t kEnough = 60;
  for (const auto& [key, told] : told_) {
    if (told.again == 0 || !absl::StartsWith(key, CheckMarkName(CheckMark::kFail))) continue;
    const bool cut = told.text.size() > kEnough;
    Info(absl::StrCat("came ", told.again, told.again == 1 ? " time more: " : " times more: ",
                      told.text.substr(0, kEnough), cut ? "..." : ""));
  }
}

void FaultPlaces::Add(const std::string& fault, const std::string& place) {
  const auto without_excerpt = [](const std::string& text) {
    return absl::string_view(text).substr(0, text.find(": {"));
  };
  const auto found = std::find_if(faults_.begin(), faults_.end(), [&](const Fault& each) {
    return without_excerpt(each.text) == without_excerpt(fault);
  });
  if (found == faults_.end()) {
    faults_.push_back({.text = fault, .first_place = place});
  } else {
    ++found->more;
  }
}

void FaultPlaces::Tell(CheckMark mark, CheckReport* report) const {
  for (const Fault& fault : faults_) {
    const std::string more =
        fault.more == 0
            ? ""
            : absl::StrCat(" and ", fault.more, fault.more == 1 ? " more place" : " more places");
    const std::string text = absl::StrCat(fault.first_place, more, ": ", fault.text);
    mark == CheckMark::kFail ? report->Fail(text) : report->Note(text);
  }
}

}  // namespace ntlmatrix::conformance::check
