// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/decode_input.h"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/cli/output.h"
#include "conformance/report/printable.h"

namespace ntlmatrix::cli {
namespace {

constexpr size_t kMostInput = size_t{64} << 20;

bool Exists(const std::string& path) {
  struct stat info = {};
  return lstat(path.c_str(), &info) == 0;
}

bool IsNamed(const std::string& argument) { return argument == "-" || Exists(argument); }

files::FileBytes BytesOf(absl::string_view text) {
  return files::FileBytes(std::vector<uint8_t>(text.begin(), text.end()));
}

// A text without token was most likely meant to be a file.
absl::Status NoSuchFile(Bytes text) {
  constexpr size_t kMostShown = 60;
  const std::string shown = Printable(std::string(text.begin(), text.end()));
  return absl::NotFoundError(absl::StrCat(
      "'", shown.substr(0, kMostShown), shown.size() > kMostShown ? "..." : "",
      "' is no file, and no NTLM token is in it as hexadecimal digits, base64 or HTTP header"));
}

}  // namespace

DecodeInput ReadNamed(const std::string& path) {
  if (path != "-") return {path, files::ReadPath(path, kMostInput, files::OtherFiles::kPipes)};
  if (isatty(STDIN_FILENO) == 1) {
    PrintError("reading standard input: paste, then Ctrl-D on a line of its own");
  }
  auto bytes = files::ReadStandardInput(kMostInput);
  if (!bytes.ok()) return {"standard input", bytes.status()};
  return {"standard input", files::FileBytes(*std::move(bytes))};
}

std::vector<DecodeInput> ReadDecodeInputs(const std::vector<std::string>& arguments) {
  std::vector<DecodeInput> inputs;
  if (arguments.empty()) inputs.push_back(ReadNamed("-"));
  std::vector<std::string> words;
  const auto end_text = [&] {
    if (!words.empty()) inputs.push_back({"argument", BytesOf(absl::StrJoin(words, " ")), true});
    words.clear();
  };
  for (const std::string& argument : arguments) {
    if (!IsNamed(argument)) {
      words.push_back(argument);
      continue;
    }
    end_text();
    inputs.push_back(ReadNamed(argument));
  }
  end_text();
  return inputs;
}

void AddTo(decode::Decoding* decoding, const DecodeInput& input) {
  if (!input.file.ok()) return decoding->AddUnreadable(input.name, input.file.status());
  decoding->Add(input.name, input.file->bytes());
  const decode::DecodedInput& added = decoding->inputs().back();
  if (input.is_text && added.search.tokens == 0 && !added.search.other_mechanisms) {
    decoding->Reject(NoSuchFile(input.file->bytes()));
  }
}

}  // namespace ntlmatrix::cli
