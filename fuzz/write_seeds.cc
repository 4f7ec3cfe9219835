// SPDX-License-Identifier: Apache-2.0

// write_seeds CORPUS: writes the seeds that follow from documents and known bugs, with their rows
// in SOURCES.tsv. Files and rows of other origin stay.
//
// write_seeds --check CORPUS: exits 1 when a seed or its row is missing or differs, or when in any
// folder a file has no row or a row no file.

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "fuzz/seeds.h"

namespace {

namespace fs = std::filesystem;
using ntlmatrix::fuzz::Seed;

// A corpus folder and what belongs in it.
struct Folder {
  const char* name;
  std::vector<Seed> (*seeds)();
};

constexpr Folder kFolders[] = {
    {"negotiate_message", ntlmatrix::fuzz::NegotiateMessageSeeds},
    {"challenge_message", ntlmatrix::fuzz::ChallengeMessageSeeds},
    {"authenticate_message", ntlmatrix::fuzz::AuthenticateMessageSeeds},
    {"message_layout", ntlmatrix::fuzz::MessageLayoutSeeds},
    {"av_pairs", ntlmatrix::fuzz::AvPairsSeeds},
    {"base64", ntlmatrix::fuzz::Base64Seeds},
    {"client_verdict", ntlmatrix::fuzz::ClientVerdictSeeds},
    {"exchange", ntlmatrix::fuzz::ExchangeSeeds},
    {"message_signature", ntlmatrix::fuzz::MessageSignatureSeeds},
    {"session_security", ntlmatrix::fuzz::SessionSecuritySeeds},
    {"rpc_pdu", ntlmatrix::fuzz::RpcPduSeeds},
    {"http_auth", ntlmatrix::fuzz::HttpAuthSeeds},
    {"spnego", ntlmatrix::fuzz::SpnegoSeeds},
    {"gpo_backup", ntlmatrix::fuzz::GpoBackupSeeds},
    {"registry_pol", ntlmatrix::fuzz::RegistryPolSeeds},
    {"lgpo_text", ntlmatrix::fuzz::LgpoTextSeeds},
    {"reg_file", ntlmatrix::fuzz::RegFileSeeds},
    {"reg_setting", ntlmatrix::fuzz::RegSettingSeeds},
    {"xml_scan", ntlmatrix::fuzz::XmlScanSeeds},
    {"policy_xml", ntlmatrix::fuzz::PolicyXmlSeeds},
    {"hive", ntlmatrix::fuzz::HiveSeeds},
    {"system_hive", ntlmatrix::fuzz::SystemHiveSeeds},
    {"hive_log", ntlmatrix::fuzz::HiveLogSeeds},
    {"hardening_kitty", ntlmatrix::fuzz::HardeningKittySeeds},
    {"nessus_audit", ntlmatrix::fuzz::NessusAuditSeeds},
    {"wazuh_sca", ntlmatrix::fuzz::WazuhScaSeeds},
    {"value_pattern", ntlmatrix::fuzz::ValuePatternSeeds},
    {"checker_judge", ntlmatrix::fuzz::CheckerJudgeSeeds},
    {"dsc_mof", ntlmatrix::fuzz::DscMofSeeds},
    {"intune_graph", ntlmatrix::fuzz::IntuneGraphSeeds},
    {"intune_syncml", ntlmatrix::fuzz::IntuneSyncmlSeeds},
    {"smb_conf", ntlmatrix::fuzz::SmbConfSeeds},
    {"gplink", ntlmatrix::fuzz::GpLinkSeeds},
    {"link_order", ntlmatrix::fuzz::LinkOrderSeeds},
    {"event_export", ntlmatrix::fuzz::EventExportSeeds},
};

constexpr char kHeading[] = "seed\tsource\twhat";

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool WriteFile(const fs::path& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  if (!file) std::fprintf(stderr, "%s: cannot be written\n", path.c_str());
  return static_cast<bool>(file);
}

// The lines of SOURCES.tsv by file name.
std::map<std::string, std::string> ReadRows(const fs::path& folder) {
  std::map<std::string, std::string> rows;
  std::ifstream file(folder / "SOURCES.tsv");
  std::string line;
  while (std::getline(file, line)) {
    if (line != kHeading) rows[line.substr(0, line.find('\t'))] = line;
  }
  return rows;
}

std::string FileName(const Seed& seed) { return seed.name + ".bin"; }
std::string Row(const Seed& seed) { return FileName(seed) + "\t" + seed.source + "\t" + seed.what; }
std::string Content(const Seed& seed) { return {seed.bytes.begin(), seed.bytes.end()}; }

bool Write(const fs::path& folder, const std::vector<Seed>& seeds) {
  fs::create_directories(folder);
  std::map<std::string, std::string> rows = ReadRows(folder);
  bool written = true;
  for (const Seed& seed : seeds) {
    rows[FileName(seed)] = Row(seed);
    written = WriteFile(folder / FileName(seed), Content(seed)) && written;
  }
  std::string sources = std::string(kHeading) + "\n";
  for (const auto& [name, row] : rows) sources += row + "\n";
  return WriteFile(folder / "SOURCES.tsv", sources) && written;
}

bool Expect(bool condition, const fs::path& path, const char* complaint) {
  if (!condition) std::fprintf(stderr, "%s: %s\n", path.c_str(), complaint);
  return condition;
}

bool Check(const fs::path& folder, const std::vector<Seed>& seeds) {
  const std::map<std::string, std::string> rows = ReadRows(folder);
  bool good = true;
  for (const Seed& seed : seeds) {
    const std::string name = FileName(seed);
    const auto row = rows.find(name);
    good &= Expect(ReadFile(folder / name) == Content(seed), folder / name,
                   "is not what write_seeds writes");
    good &= Expect(row != rows.end() && row->second == Row(seed), folder / name,
                   "its row in SOURCES.tsv is not what write_seeds writes");
  }
  return good;
}

// Whether files and rows of SOURCES.tsv are the same in every folder.
bool CheckRows(const fs::path& corpus) {
  bool good = true;
  for (const auto& folder : fs::directory_iterator(corpus)) {
    if (!folder.is_directory()) continue;
    const std::map<std::string, std::string> rows = ReadRows(folder);
    for (const auto& [name, row] : rows) {
      good &= Expect(fs::exists(folder.path() / name), folder.path() / name, "is missing");
    }
    for (const auto& file : fs::directory_iterator(folder)) {
      const std::string name = file.path().filename();
      good &= Expect(name == "SOURCES.tsv" || rows.count(name) > 0, file.path(),
                     "has no row in SOURCES.tsv");
    }
  }
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  const bool check = argc == 3 && std::strcmp(argv[1], "--check") == 0;
  if (argc != 2 && !check) {
    std::fprintf(stderr, "usage: write_seeds [--check] CORPUS\n");
    return 2;
  }
  const fs::path corpus = argv[argc - 1];
  const auto visit = check ? Check : Write;
  bool good = true;
  for (const Folder& folder : kFolders) good = visit(corpus / folder.name, folder.seeds()) && good;
  if (check && fs::is_directory(corpus)) good = CheckRows(corpus) && good;
  return good ? 0 : 1;
}
