// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/unknown_store.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::stores {
namespace {

// Bytes by which a kind of file is known, and what to do with it.
struct Kind {
  size_t offset;
  absl::string_view magic;
  absl::string_view what;
  bool may_hold_store = true;
};

// With their lengths: some end in a zero byte.
template <size_t kSize>
constexpr absl::string_view Magic(const char (&bytes)[kSize]) {
  return {bytes, kSize - 1};
}

constexpr absl::string_view kUnpack = "unpack it and give the files or the folder";

constexpr Kind kKinds[] = {
    {30, Magic("[Content_Types].xml"), "an Office document", false},
    {0, Magic("PK\x03\x04"), "a zip archive: "},
    {0, Magic("PK\x05\x06"), "an empty zip archive: "},
    {0, Magic("MSCF"), "a cabinet (.cab): "},
    {0, Magic("SZDD\x88\xF0\x27\x33"), "compressed by COMPRESS.EXE (SZDD): "},
    {0, Magic("KWAJ\x88\xF0\x27\xD1"), "compressed by COMPRESS.EXE (KWAJ): "},
    {0, Magic("\x0A\x51\xE5\xC0"), "compressed by the Windows Compression API (MSZIP, XPRESS): "},
    {0, Magic("\x1F\x8B"), "compressed by gzip: "},
    {0,
     Magic("\xFD"
           "7zXZ\0"),
     "compressed by xz: "},
    {0, Magic("7z\xBC\xAF\x27\x1C"), "a 7z archive: "},
    {0, Magic("BZh"), "compressed by bzip2: "},
    {0, Magic("\x28\xB5\x2F\xFD"), "compressed by zstd: "},
    {0, Magic("Rar!\x1A\x07"), "a RAR archive: "},
    {0, Magic("MSWIM\0\0\0"), "a Windows image (.wim): "},
    {257, Magic("ustar"), "a tar archive: "},
    {4, Magic("\xEF\xCD\xAB\x89"),
     "an ESE database (secedit.sdb, ntds.dit), which is not read here: run `secedit /export /cfg "
     "FILE.inf` on that computer and give FILE.inf"},
    {0, Magic("ElfFile\0"),
     "an event log (.evtx): policies are not in it; `ntlmatrix explain --event` reads the text of "
     "events 4010 and 4011",
     false},
    {4, Magic("LfLe"), "an event log of Windows 2003 or older (.evt): policies are not in it",
     false},
    {0, Magic("%PDF-"), "a PDF document: export the report as XML (gpresult /x FILE.xml)", false},
    {0, Magic("{\\rtf"), "an RTF document: export the report as XML (gpresult /x FILE.xml)", false},
    {0, Magic("MZ"), "a Windows program", false},
    {0,
     Magic("\x7F"
           "ELF"),
     "a program", false},
};

bool StandsAt(Bytes bytes, size_t offset, absl::string_view magic) {
  if (bytes.size() < offset || bytes.size() - offset < magic.size()) return false;
  return std::equal(magic.begin(), magic.end(), bytes.begin() + static_cast<ptrdiff_t>(offset),
                    [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; });
}

// Version 1.1 up to Windows Vista, 3.1 to 3.3 since, and the style of the .inf behind it.
bool LooksLikePnf(Bytes bytes) {
  return bytes.size() > 16 && bytes[0] >= 1 && bytes[0] <= 3 && (bytes[1] == 1 || bytes[1] == 3) &&
         (bytes[2] == 1 || bytes[2] == 2) && bytes[3] == 0;
}

// The letters among the first bytes in lower case, in UTF-16 too.
std::string Letters(Bytes bytes) {
  std::string letters;
  for (const uint8_t byte : bytes.first(std::min<size_t>(bytes.size(), 1024))) {
    if (byte > ' ' && byte < 0x7F) letters += absl::ascii_tolower(byte);
  }
  return letters;
}

}  // namespace

absl::Status UnknownStoreError(Bytes bytes) {
  if (bytes.empty()) return absl::InvalidArgumentError("the file is empty");
  for (const Kind& kind : kKinds) {
    if (!StandsAt(bytes, kind.offset, kind.magic)) continue;
    const std::string what =
        absl::StrCat(kind.what, absl::EndsWith(kind.what, ": ") ? kUnpack : "");
    return kind.may_hold_store ? absl::UnimplementedError(what) : absl::InvalidArgumentError(what);
  }
  if (LooksLikePnf(bytes)) {
    return absl::UnimplementedError(
        "a precompiled .inf (.PNF): give the .inf file that it was made of");
  }
  const std::string letters = Letters(bytes);
  if (absl::StartsWith(letters, "<html") || absl::StrContains(letters, "<!doctypehtml")) {
    return absl::InvalidArgumentError(
        "an HTML report: give it as XML (gpresult /x FILE.xml, Get-GPOReport -ReportType Xml)");
  }
  if (absl::StartsWith(letters, "hkey_") && absl::StrContains(letters, "reg_")) {
    return absl::UnimplementedError(
        "output of `reg query`, which can't be read reliably, since nothing in it marks where a "
        "name or a key ends: export with `reg export "
        "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa FILE.reg` and give FILE.reg");
  }
  return absl::InvalidArgumentError(
      "not a policy store that is known here; --format NAME reads it as one all the same");
}

}  // namespace ntlmatrix::stores
