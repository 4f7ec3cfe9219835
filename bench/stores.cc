// SPDX-License-Identifier: Apache-2.0

#include "bench/stores.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "bench/hive_shape.h"
#include "parsers/policy/registry_value.h"

namespace ntlmatrix::bench {
namespace {

constexpr char kLsa[] = "SYSTEM\\CurrentControlSet\\Control\\Lsa";
constexpr char kMsv1_0[] = "SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0";
constexpr const char* kKeys[] = {
    "Software\\Policies\\Microsoft\\Windows\\WindowsUpdate\\AU",
    "Software\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon",
    "System\\CurrentControlSet\\Services\\LanmanServer\\Parameters",
    "System\\CurrentControlSet\\Control\\SecurePipeServers\\Winreg\\AllowedPaths",
    kLsa,
};

void AppendUtf16(std::vector<uint8_t>* out, const std::string& ascii) {
  for (const char c : ascii) {
    out->push_back(static_cast<uint8_t>(c));
    out->push_back(0);
  }
}

// UTF-16LE of whole pieces of text, as many as there is room for before the settings.
template <typename Piece>
std::vector<uint8_t> TextOf(size_t size, const std::string& head, Piece piece,
                            const std::string& settings) {
  std::vector<uint8_t> out = {0xFF, 0xFE};
  out.reserve(size);
  AppendUtf16(&out, head);
  std::string next = piece(0);
  for (size_t i = 1; out.size() + 2 * (next.size() + settings.size()) <= size; ++i) {
    AppendUtf16(&out, next);
    next = piece(i);
  }
  AppendUtf16(&out, settings);
  return out;
}

std::string TemplateLine(size_t number) {
  const std::string path =
      absl::StrCat("MACHINE\\", kKeys[number % std::size(kKeys)], "\\Setting", number);
  switch (number % 4) {
    case 0:
      return absl::StrCat(path, "=1,\"", number, "\"\r\n");
    case 1:
      return absl::StrCat(path, "=7,System\\CurrentControlSet\\Control,Software\r\n");
    default:
      return absl::StrCat(path, "=4,", number, "\r\n");
  }
}

// A key with a value of each kind.
std::string RegKey(size_t number) {
  return absl::StrCat(
      "[HKEY_LOCAL_MACHINE\\", kKeys[number % std::size(kKeys)], "\\Key", number, "]\r\n",
      "\"Enabled\"=dword:00000001\r\n",
      absl::StrFormat("\"SizeLimit%d\"=dword:%08x\r\n", number, number),
      "\"Server\"=\"http://updates.example.com:8530\"\r\n",
      "\"Path\"=\"C:\\\\Program Files\\\\Example\\\\example.exe\"\r\n",
      "\"Cookie\"=hex:01,00,04,80,14,00,00,00,20,00,00,00,00,00,00,00,2c,00,00,00\r\n",
      "\"Root\"=hex(2):25,00,53,00,79,00,73,00,74,00,65,00,6d,00,52,00,6f,00,6f,00,74,\\\r\n",
      "  00,25,00,00,00\r\n\r\n");
}

void AppendU32(std::vector<uint8_t>* out, size_t number) {
  for (size_t shift = 0; shift < 32; shift += 8) {
    out->push_back(static_cast<uint8_t>(number >> shift));
  }
}

void AppendEntry(std::vector<uint8_t>* out, const std::string& key, const std::string& name,
                 uint32_t type, const std::vector<uint8_t>& data) {
  AppendUtf16(out,
              absl::StrCat("[", key, std::string(1, '\0'), ";", name, std::string(1, '\0'), ";"));
  AppendU32(out, type);
  AppendUtf16(out, ";");
  AppendU32(out, data.size());
  AppendUtf16(out, ";");
  out->insert(out->end(), data.begin(), data.end());
  AppendUtf16(out, "]");
}

std::vector<uint8_t> Dword(uint32_t number) {
  std::vector<uint8_t> data;
  AppendU32(&data, number);
  return data;
}

void AppendPolEntry(std::vector<uint8_t>* out, size_t number) {
  const std::string key = kKeys[number % std::size(kKeys)];
  const std::string name = absl::StrCat("Setting", number);
  if (number % 4 == 0) {
    std::vector<uint8_t> text;
    AppendUtf16(&text, std::string("http://updates.example.com:8530\0", 32));
    AppendEntry(out, key, name, policy::kRegSz, text);
  } else {
    AppendEntry(out, key, name, policy::kRegDword, Dword(static_cast<uint32_t>(number)));
  }
}

}  // namespace

std::vector<uint8_t> SecurityTemplateOf(size_t size) {
  return TextOf(size,
                "[Unicode]\r\nUnicode=yes\r\n[Version]\r\nsignature=\"$CHICAGO$\"\r\nRevision=1\r\n"
                "[System Access]\r\nMinimumPasswordAge = 1\r\n[Registry Values]\r\n",
                TemplateLine,
                absl::StrCat("MACHINE\\", kMsv1_0, "\\NTLMMinClientSec=4,", kNtlmMinClientSec,
                             "\r\nMACHINE\\", kMsv1_0, "\\NTLMMinServerSec=4,", kNtlmMinServerSec,
                             "\r\nMACHINE\\", kLsa, "\\LmCompatibilityLevel=4,",
                             kLmCompatibilityLevel, "\r\n"));
}

std::vector<uint8_t> RegFileOf(size_t size) {
  return TextOf(
      size, "Windows Registry Editor Version 5.00\r\n\r\n", RegKey,
      absl::StrFormat("[HKEY_LOCAL_MACHINE\\%s]\r\n\"NtlmMinClientSec\"=dword:%08x\r\n"
                      "\"NtlmMinServerSec\"=dword:%08x\r\n\r\n"
                      "[HKEY_LOCAL_MACHINE\\%s]\r\n\"LmCompatibilityLevel\"=dword:%08x\r\n\r\n",
                      kMsv1_0, kNtlmMinClientSec, kNtlmMinServerSec, kLsa, kLmCompatibilityLevel));
}

std::vector<uint8_t> RegistryPolOf(size_t size) {
  constexpr size_t kRoomForTheRest = 1024;
  std::vector<uint8_t> out = {'P', 'R', 'e', 'g', 1, 0, 0, 0};
  out.reserve(size);
  for (size_t i = 0; out.size() + kRoomForTheRest <= size; ++i) AppendPolEntry(&out, i);
  AppendEntry(&out, kMsv1_0, "NtlmMinClientSec", policy::kRegDword, Dword(kNtlmMinClientSec));
  AppendEntry(&out, kMsv1_0, "NtlmMinServerSec", policy::kRegDword, Dword(kNtlmMinServerSec));
  AppendEntry(&out, kLsa, "LmCompatibilityLevel", policy::kRegDword, Dword(kLmCompatibilityLevel));
  return out;
}

}  // namespace ntlmatrix::bench
