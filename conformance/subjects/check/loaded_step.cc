// SPDX-License-Identifier: Apache-2.0

#include <cstdlib>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include <sys/stat.h>

#include "conformance/subjects/check/loaded_watch.h"
#include "conformance/subjects/check/shim_files.h"
#include "conformance/subjects/check/steps.h"
#include "conformance/subjects/check/words.h"

namespace ntlmatrix::conformance::check {
namespace {

using Clock = external::ShimProcess::Clock;

constexpr auto kLooked = std::chrono::seconds(3);

bool IsRegularFile(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

// The path without symbolic links.
std::string RealPath(const std::string& path) {
  char* const real = realpath(path.c_str(), nullptr);
  const std::string result = real == nullptr ? path : real;
  std::free(real);
  return result;
}

// A file that was used and has the name of the one that was not, as far as its version.
std::string UsedInstead(const LoadedWatch& watch, const std::string& file) {
  const std::string name = file.substr(file.rfind('/') + 1);
  const std::string stem = name.substr(0, name.find('.'));
  for (const std::string& each : watch.files()) {
    const std::string other = each.substr(each.rfind('/') + 1);
    if (other.substr(0, other.find('.')) == stem) return each;
  }
  return "";
}

// Exchanges until the file was seen in use, or for some seconds.
void TakeExchanges(CheckSession* session, LoadedWatch* watch, bool native) {
  const Clock::time_point end = Clock::now() + kLooked;
  const auto seen = [&] { return !watch->user().empty() || (!native && watch->WasOpened()); };
  // At least one: some load what they need only then.
  do {
    if (session->Talk() == nullptr || !session->Take(session->OwnPlace()).second.ok()) return;
  } while (!seen() && Clock::now() < end);
}

void Judge(const std::string& file, bool native, LoadedWatch* watch, CheckReport* report) {
  const std::string user = watch->user();
  if (!user.empty()) {
    report->Ok(absl::StrCat("loaded: ", Shown(file), " is ", user));
    return;
  }
  const bool opened = watch->WasOpened();
  if (opened && !native) {
    report->Ok(absl::StrCat("loaded: ", Shown(file), " was opened while the shim ran"));
    return;
  }
  if (opened || watch->processes().empty()) {
    report->Note(
        absl::StrCat("loaded: it can't be decided whether ", Shown(file), " is used: ",
                     opened ? "it was opened, but no process was seen that has it mapped or runs it"
                            : "the processes of the shim may not be looked at"));
    return;
  }
  const std::string instead = UsedInstead(*watch, file);
  report->Fail(absl::StrCat("loaded: nothing uses ", Shown(file), ": ",
                            native ? "no process has it mapped or runs it" : "nobody opened it",
                            " (looked at: ", absl::StrJoin(watch->processes(), ", "), ", with ",
                            watch->files().size(), " files)",
                            instead.empty() ? "" : absl::StrCat("; ", Shown(instead), " is used"),
                            ". Name the file that does the NTLM (PROTOCOL.md, hello)"));
}

}  // namespace

void CheckLoaded(CheckSession* session) {
  const std::string& named = session->hello().loaded;
  if (named.empty() || session->gave_up()) return;
  if (!IsRegularFile(named)) {
    session->report().Fail(absl::StrCat(
        "loaded: ", Shown(named),
        " is no file on this machine; leave `loaded` out where the implementation is on another "
        "one (PROTOCOL.md, hello)"));
    return;
  }
  const std::string file = RealPath(named);
  const bool native = IsNative(file);
  LoadedWatch watch(file);
  session->End();
  Conversation* const talk = session->Talk();
  if (talk == nullptr) return;
  watch.Follow(talk->process().keeper());
  TakeExchanges(session, &watch, native);
  watch.Stop();
  session->End();
  if (!session->gave_up()) Judge(named, native, &watch, &session->report());
}

}  // namespace ntlmatrix::conformance::check
