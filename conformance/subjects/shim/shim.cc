// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/shim/shim.h"

#include <climits>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include <dlfcn.h>
#include <unistd.h>

#include "conformance/subjects/shim/line_reader.h"

namespace ntlmatrix::conformance::shim {
namespace {

constexpr int kNotInstalled = 69;  // EX_UNAVAILABLE

std::string RealPath(const char* path) {
  const std::unique_ptr<char, decltype(&std::free)> real(realpath(path, nullptr), std::free);
  return real == nullptr ? std::string() : std::string(real.get());
}

}  // namespace

absl::Status Speak(int in, AnswerWriter* out, MakeClient make) {
  LineReader reader(in);
  Session session(make);
  std::string answer;
  for (;;) {
    if (!reader.HasLine() && !out->Flush()) {
      return absl::UnavailableError("standard output can't be written");
    }
    const auto line = reader.Next();
    if (!line.ok()) return line.status();
    if (!line->has_value()) return absl::OkStatus();
    answer.clear();
    const absl::Status status = session.Handle(**line, &answer);
    out->Add(answer);
    if (!status.ok()) return status;
  }
}

int ShimMain(MakeClient make) {
  const int answers = dup(STDOUT_FILENO);
  if (answers < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
    std::perror("standard output");
    return 1;
  }
  AnswerWriter writer(answers);
  writer.RescueFromNowOn();
  const absl::Status status = Speak(STDIN_FILENO, &writer, make);
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return absl::IsNotFound(status) ? kNotInstalled : 1;
}

std::string LoadedFileOf(const void* address) {
  Dl_info info;
  return dladdr(address, &info) == 0 ? std::string() : RealPath(info.dli_fname);
}

std::string LoadedFileNamed(absl::string_view name) {
  const std::string end = absl::StrCat("/", name);
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const size_t begin = line.find('/');
    if (begin == std::string::npos || line.size() - begin < end.size()) continue;
    if (line.compare(line.size() - end.size(), end.size(), end) != 0) continue;
    return line.substr(begin);
  }
  return "";
}

}  // namespace ntlmatrix::conformance::shim
