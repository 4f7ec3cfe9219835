// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/product_words.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::decode {
namespace {

constexpr uint16_t kAnyBuild = 0xFFFF;

struct Product {
  uint8_t major;
  uint8_t minor;
  uint16_t build;  // kAnyBuild: whatever no row before it names
  absl::string_view words;
};

// The versions are those of [MS-NLMP] 2.2.2.10, the builds those of Windows releases. Releases that
// share their system files share a build here.
constexpr Product kProducts[] = {
    {5, 1, kAnyBuild, "Windows XP"},
    {5, 2, kAnyBuild, "Windows Server 2003"},
    {6, 0, kAnyBuild, "Windows Vista, Server 2008"},
    {6, 1, 0, "Samba says 6.1 without build"},
    {6, 1, kAnyBuild, "Windows 7, Server 2008 R2"},
    {6, 2, kAnyBuild, "Windows 8, Server 2012"},
    {6, 3, kAnyBuild, "Windows 8.1, Server 2012 R2"},
    {10, 0, 10240, "Windows 10 1507"},
    {10, 0, 10586, "Windows 10 1511"},
    {10, 0, 14393, "Windows 10 1607, Server 2016"},
    {10, 0, 15063, "Windows 10 1703"},
    {10, 0, 16299, "Windows 10 1709"},
    {10, 0, 17134, "Windows 10 1803"},
    {10, 0, 17763, "Windows 10 1809, Server 2019"},
    {10, 0, 18362, "Windows 10 1903, 1909"},
    {10, 0, 19041, "Windows 10 2004 to 22H2"},
    {10, 0, 20348, "Windows Server 2022"},
    {10, 0, 22000, "Windows 11 21H2"},
    {10, 0, 22621, "Windows 11 22H2, 23H2"},
    {10, 0, 26100, "Windows 11 24H2, Server 2025"},
    {10, 0, kAnyBuild, "Windows 10, Server 2016 or later"},
};

absl::string_view WordsFor(const ntlm::Version& version) {
  for (const Product& product : kProducts) {
    if (product.major != version.product_major_version) continue;
    if (product.minor != version.product_minor_version) continue;
    if (product.build == kAnyBuild || product.build == version.product_build) return product.words;
  }
  return "no Windows that [MS-NLMP] names";
}

}  // namespace

std::string ProductWords(const ntlm::Version& version) {
  if (version == ntlm::Version()) return "all zero: not stated";
  const bool usual = version.ntlm_revision_current == ntlm::kNtlmRevisionW2K3;
  return absl::StrCat(version.product_major_version, ".", version.product_minor_version, " build ",
                      version.product_build, " (", WordsFor(version), ")",
                      usual ? "" : absl::StrCat(", NTLM revision ", version.ntlm_revision_current));
}

}  // namespace ntlmatrix::decode
