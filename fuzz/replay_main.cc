// SPDX-License-Identifier: Apache-2.0

// Gives files, and the files of folders, to a fuzz target once each.
//
// Works under any compiler, so that every seed is a regression test. A run
// without a single input fails: an empty corpus tests nothing.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

namespace fs = std::filesystem;

bool IsInput(const fs::path& path) {
  const std::string name = path.filename().string();
  return fs::is_regular_file(path) && name != "SOURCES.tsv" && name.front() != '.';
}

std::set<fs::path> Inputs(int argc, char** argv) {
  std::set<fs::path> inputs;
  for (int i = 1; i < argc; ++i) {
    if (!fs::is_directory(argv[i])) {
      inputs.insert(argv[i]);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(argv[i])) {
      if (IsInput(entry.path())) inputs.insert(entry.path());
    }
  }
  return inputs;
}

bool Replay(const fs::path& path) {
  std::printf("%s\n", path.c_str());
  std::fflush(stdout);
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) {
    std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    return false;
  }
  // An allocation of exactly the input's size lets ASan see the first byte past its end.
  const std::unique_ptr<uint8_t[]> data(new uint8_t[text.size()]);
  for (size_t i = 0; i < text.size(); ++i) data[i] = static_cast<uint8_t>(text[i]);
  LLVMFuzzerTestOneInput(data.get(), text.size());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const std::set<fs::path> inputs = Inputs(argc, argv);
  bool all_read = true;
  for (const fs::path& path : inputs) all_read = Replay(path) && all_read;
  std::printf("%zu inputs replayed\n", inputs.size());
  if (inputs.empty()) {
    std::fprintf(stderr, "no input: an empty corpus tests nothing\n");
    return 1;
  }
  return all_read ? 0 : 1;
}
