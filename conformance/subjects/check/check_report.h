// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_CHECK_REPORT_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_CHECK_REPORT_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace ntlmatrix::conformance::check {

enum class CheckMark {
  kOk,    // a step that went well
  kFail,  // what the shim has to mend
  kNote,  // what its author may want to know or mend
  kInfo,  // a figure
};

// "FAIL": the word that stands before a line.
absl::string_view CheckMarkName(CheckMark mark);

// Takes the lines of a check one after the other; none is to be longer than a few hundred bytes.
// Texts may hold what a shim wrote, with what can't be printed escaped.
using CheckSink = std::function<void(CheckMark mark, const std::string& text)>;

// Passes lines on and says each thing once.
class CheckReport {
 public:
  explicit CheckReport(CheckSink sink) : sink_(std::move(sink)) {}

  void Ok(const std::string& text) { sink_(CheckMark::kOk, text); }
  void Info(const std::string& text) { sink_(CheckMark::kInfo, text); }
  // Only the first with the same key, by default the text, is a line.
  void Fail(const std::string& text, absl::string_view key = "") {
    Tell(CheckMark::kFail, text, key);
  }
  void Note(const std::string& text, absl::string_view key = "") {
    Tell(CheckMark::kNote, text, key);
  }

  // How many lines there were with each mark.
  int fails() const { return fails_; }
  int notes() const { return notes_; }

  // A line for each fault that came more than once, with the times it came again.
  void TellRepeats();

 private:
  void Tell(CheckMark mark, const std::string& text, absl::string_view key);

  struct Told {
    std::string text;
    int again = 0;
  };
  CheckSink sink_;
  int fails_ = 0;
  int notes_ = 0;
  std::map<std::string, Told> told_;  // by key
};

// The same fault in several places becomes one line; what it shows of a line of the shim, from
// ": {" on, need not be the same.
class FaultPlaces {
 public:
  void Add(const std::string& fault, const std::string& place);
  bool empty() const { return faults_.empty(); }

  // "PLACE and 3 more places: FAULT", one line for each, with `mark`.
  void Tell(CheckMark mark, CheckReport* report) const;

 private:
  struct Fault {
    std::string text;
    std::string first_place;
    int more = 0;
  };
  std::vector<Fault> faults_;
};

}  // namespace ntlmatrix::conformance::check

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_CHECK_REPORT_H_
