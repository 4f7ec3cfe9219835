// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/policy_sinks.h"

#include <filesystem>
#include <set>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "conformance/cli/output.h"
#include "conformance/report/policy_json.h"
#include "conformance/report/policy_sarif.h"
#include "conformance/report/policy_summary.h"
#include "conformance/report/policy_text.h"
#include "conformance/report/printable.h"

namespace ntlmatrix::cli {
namespace {

class TextSink : public PolicySink {
 public:
  TextSink(const stores::PolicyScope& scope, size_t paths, const stores::WalkProgress& progress)
      : scope_(scope), paths_(paths), progress_(progress) {}

  // PolicySink:
  bool Add(const stores::PolicyInput& input) override {
    summary_.Add(input);
    for (const policy::SettingId id : stores::DefinedSettings(input)) defined_.insert(id);
    const std::string text = report::PolicyText(
        input, scope_, Many() ? report::PolicyDetail::kBrief : report::PolicyDetail::kAll);
    after_blank_line_ = absl::EndsWith(text, "\n\n");
    return file_.Write(text);
  }
  bool Finish() override {
    const std::string footer = report::PolicyFooter(defined_, scope_);
    const std::string end =
        Many() ? absl::StrCat(after_blank_line_ ? "" : "\n", summary_.Text(), PassedOver(),
                              Defaults(), footer.empty() ? "" : "\n", footer)
               : footer;
    return file_.Write(end) && file_.Close();
  }

 private:
  bool Many() const { return paths_ > 1 || progress_.total > 0; }

  std::string PassedOver() const {
    const std::string line = PassedOverLine(progress_);
    return line.empty() ? "" : Wrapped("", line, 2);
  }

  // What applies where inputs are silent, once for all of them.
  std::string Defaults() const {
    std::string out;
    for (const policy::SettingId id : policy::AllSettings()) {
      if (!summary_.Missing(id)) continue;
      if (!scope_.os.has_value()) {
        return "Where a setting is not defined, its documented default applies: --os, --role.\n";
      }
      absl::StrAppend(&out, "\n", policy::SettingName(id), " where it is not defined:\n",
                      report::PolicyDefaultsText(id, scope_));
    }
    return out;
  }

  ReportFile file_{"-"};
  stores::PolicyScope scope_;
  size_t paths_;
  const stores::WalkProgress& progress_;
  report::PolicySummary summary_;
  std::set<policy::SettingId> defined_;
  bool after_blank_line_ = true;
};

class JsonSink : public PolicySink {
 public:
  JsonSink(const std::string& path, const stores::PolicyScope& scope,
           const stores::WalkProgress& progress)
      : file_(path), scope_(scope), progress_(progress) {}

  // PolicySink:
  bool Add(const stores::PolicyInput& input) override {
    const auto detail =
        progress_.total > 0 ? report::PolicyDetail::kBrief : report::PolicyDetail::kAll;
    const bool written = (any_input_ || file_.Write(report::PolicyJsonHead())) &&
                         file_.Write(report::PolicyJsonInput(input, scope_, !any_input_, detail));
    any_input_ = true;
    return written;
  }
  bool Finish() override {
    return (any_input_ || file_.Write(report::PolicyJsonHead())) &&
           file_.Write(report::PolicyJsonTail(any_input_, progress_.passed_over)) && file_.Close();
  }

 private:
  ReportFile file_;
  stores::PolicyScope scope_;
  const stores::WalkProgress& progress_;
  bool any_input_ = false;
};

class SarifSink : public PolicySink {
 public:
  explicit SarifSink(const std::string& path) : file_(path) {}

  // PolicySink:
  bool Add(const stores::PolicyInput& input) override {
    sarif_.Add(input);
    return true;
  }
  bool Finish() override {
    if (sarif_.left_out() > 0) {
      PrintError(absl::StrCat(sarif_.left_out(), " results are left out of the SARIF file, which ",
                              "holds the gravest ", report::PolicySarif::kMost));
    }
    return file_.Write(sarif_.Text()) && file_.Close();
  }
  bool Abandon(const std::string& why) override {
    sarif_.SetIncomplete(why);
    return Finish();
  }

 private:
  static std::string CurrentFolder() {
    std::error_code error;
    return std::filesystem::current_path(error).string();
  }

  ReportFile file_;
  report::PolicySarif sarif_{CurrentFolder()};
};

}  // namespace

std::string PassedOverLine(const stores::WalkProgress& progress) {
  const size_t count = progress.passed_over;
  if (count == 0) return "";
  return absl::StrCat(count, count == 1 ? " file that looks" : " files that look",
                      " like no policy store passed over: ",
                      Printable(absl::StrJoin(progress.passed_over_first, ", ")),
                      count > progress.passed_over_first.size() ? ", ..." : "");
}

std::unique_ptr<PolicySink> PolicyTextSink(const stores::PolicyScope& scope, size_t paths,
                                           const stores::WalkProgress& progress) {
  return std::make_unique<TextSink>(scope, paths, progress);
}

std::unique_ptr<PolicySink> PolicyJsonSink(const std::string& path,
                                           const stores::PolicyScope& scope,
                                           const stores::WalkProgress& progress) {
  return std::make_unique<JsonSink>(path, scope, progress);
}

std::unique_ptr<PolicySink> PolicySarifSink(const std::string& path) {
  return std::make_unique<SarifSink>(path);
}

}  // namespace ntlmatrix::cli
