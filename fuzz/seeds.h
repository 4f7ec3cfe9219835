// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_SEEDS_H_
#define NTLMATRIX_FUZZ_SEEDS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace ntlmatrix::fuzz {

// One file of a corpus folder with its row in SOURCES.tsv.
struct Seed {
  std::string name;    // of the file, without .bin
  std::string source;  // section, bug or "built by hand"
  std::string what;
  std::vector<uint8_t> bytes;
};

// Seeds that follow from documents and known bugs.
std::vector<Seed> NegotiateMessageSeeds();
std::vector<Seed> ChallengeMessageSeeds();
std::vector<Seed> AuthenticateMessageSeeds();
std::vector<Seed> MessageLayoutSeeds();
std::vector<Seed> AvPairsSeeds();
std::vector<Seed> Base64Seeds();
std::vector<Seed> ClientVerdictSeeds();
std::vector<Seed> ExchangeSeeds();
std::vector<Seed> MessageSignatureSeeds();
std::vector<Seed> SessionSecuritySeeds();
std::vector<Seed> RpcPduSeeds();
std::vector<Seed> HttpAuthSeeds();
std::vector<Seed> SpnegoSeeds();
std::vector<Seed> RegistryPolSeeds();
std::vector<Seed> LgpoTextSeeds();
std::vector<Seed> RegFileSeeds();
std::vector<Seed> RegSettingSeeds();
std::vector<Seed> XmlScanSeeds();
std::vector<Seed> PolicyXmlSeeds();
std::vector<Seed> HiveSeeds();
std::vector<Seed> SystemHiveSeeds();
std::vector<Seed> HiveLogSeeds();
std::vector<Seed> HardeningKittySeeds();
std::vector<Seed> NessusAuditSeeds();
std::vector<Seed> WazuhScaSeeds();
std::vector<Seed> ValuePatternSeeds();
std::vector<Seed> GpLinkSeeds();
std::vector<Seed> LinkOrderSeeds();
std::vector<Seed> GpoBackupSeeds();
std::vector<Seed> CheckerJudgeSeeds();
std::vector<Seed> DscMofSeeds();
std::vector<Seed> IntuneGraphSeeds();
std::vector<Seed> IntuneSyncmlSeeds();
std::vector<Seed> SmbConfSeeds();
std::vector<Seed> EventExportSeeds();

}  // namespace ntlmatrix::fuzz

#endif  // NTLMATRIX_FUZZ_SEEDS_H_
