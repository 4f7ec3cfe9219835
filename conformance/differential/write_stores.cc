// SPDX-License-Identifier: Apache-2.0

// write_stores FOLDER: writes policy stores on which readers may disagree, and stores.tsv, their
// list: file, kind, edge.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "conformance/differential/stores.h"

namespace {

namespace fs = std::filesystem;
using ntlmatrix::differential::Data;
using ntlmatrix::differential::Store;

bool WriteFile(const fs::path& path, const Data& content) {
  std::ofstream file(path, std::ios::binary);
  for (const uint8_t byte : content) file.put(static_cast<char>(byte));
  file.close();
  if (!file) std::fprintf(stderr, "%s: cannot be written\n", path.c_str());
  return static_cast<bool>(file);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: write_stores FOLDER\n");
    return 2;
  }
  const fs::path folder = argv[1];
  fs::create_directories(folder);

  const struct {
    const char* kind;
    const char* extension;
    std::vector<Store> stores;
  } kinds[] = {
      {"system-hive", ".hive", ntlmatrix::differential::ValueHives()},
      {"system-hive", ".hive", ntlmatrix::differential::LayoutHives()},
      {"registry-pol", ".pol", ntlmatrix::differential::RegistryPols()},
      {"reg", ".reg", ntlmatrix::differential::RegFiles()},
  };
  bool written = WriteFile(folder / "parents.hive", ntlmatrix::differential::ParentsHive());
  std::string list = "file\tkind\tedge\n";
  for (const auto& kind : kinds) {
    for (const Store& store : kind.stores) {
      const std::string file = store.name + kind.extension;
      written = WriteFile(folder / file, store.bytes) && written;
      list += file + "\t" + kind.kind + "\t" + store.edge + "\n";
    }
  }
  return WriteFile(folder / "stores.tsv", Data(list.begin(), list.end())) && written ? 0 : 1;
}
