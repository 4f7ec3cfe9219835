// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/smb_conf.h"

#include <algorithm>
#include <string>

#include "parsers/bytes/utf16.h"
#include "parsers/policy/seen.h"

namespace ntlmatrix::policy {
namespace {

Seen Read(absl::string_view text) { return See(ReadSmbConf, text); }

// The findings but for the one that every readable file has.
Strings Findings(absl::string_view text) {
  Seen seen = Read(text);
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.values, Strings());
  EXPECT_EQ(std::count(seen.findings.begin(), seen.findings.end(), "?cannot-require"), 1);
  seen.findings.erase(std::find(seen.findings.begin(), seen.findings.end(), "?cannot-require"));
  return seen.findings;
}

Strings InGlobal(absl::string_view line) {
  return Findings(absl::StrCat("[global]\n", line, "\n"));
}

TEST(SmbConfTest, SaysThatSambaCannotRequire) {
  EXPECT_EQ(Read("[global]\nworkgroup = X\n").findings, Strings({"?cannot-require"}));
  EXPECT_EQ(Read("[share]\npath = /x\n").findings, Strings({"?cannot-require"}));
}

TEST(SmbConfTest, IsSilentAboutDefaults) {
  EXPECT_EQ(Findings("[global]\nntlmssp_client:128bit = yes\nntlmssp_client:56bit = no\n"
                     "ntlmssp_server:56bit = yes\nclient ntlmv2 auth = true\nntlm auth = no\n"
                     "lanman auth = 0\n"),
            Strings());
}

TEST(SmbConfTest, SaysWhatIsOfferedOtherwise) {
  EXPECT_EQ(InGlobal("ntlmssp_client:128bit = no"), Strings({"2?no-128-bit"}));
  EXPECT_EQ(InGlobal("ntlmssp_server:128bit = off"), Strings({"2?no-128-bit"}));
  EXPECT_EQ(InGlobal("ntlmssp_client:ntlm2 = 0"), Strings({"2?no-extended-session-security"}));
  EXPECT_EQ(InGlobal("ntlmssp_server:ntlm2 = false"), Strings({"2?no-extended-session-security"}));
  EXPECT_EQ(InGlobal("ntlmssp_client:56bit = yes"), Strings({"2.offers-56-bit"}));
  EXPECT_EQ(InGlobal("ntlmssp_server:56bit = no"), Strings({"2.no-56-bit"}));
  EXPECT_EQ(InGlobal("ntlmssp_client:lm_key = yes"), Strings({"2?lm-key"}));
  EXPECT_EQ(InGlobal("client ntlmv2 auth = no"), Strings({"2?ntlmv1"}));
  EXPECT_EQ(InGlobal("client lanman auth = yes"), Strings({"2?lm-response"}));
  EXPECT_EQ(InGlobal("lanman auth = yes"), Strings({"2?lm-response"}));
  EXPECT_EQ(InGlobal("ntlm auth = yes"), Strings({"2?ntlmv1"}));
  EXPECT_EQ(InGlobal("ntlm auth = mschapv2-and-ntlmv2-only"), Strings({"2.ntlmv1"}));
  EXPECT_EQ(InGlobal("ntlm auth = disabled"), Strings({"2.ntlm-disabled"}));
}

TEST(SmbConfTest, CountsGlobalAlone) {
  EXPECT_EQ(Findings("ntlmssp_client:128bit = no\n"), Strings({"1?no-128-bit"}));
  EXPECT_EQ(Findings("[share]\nntlmssp_client:128bit = no\n"), Strings({"2?not-in-global"}));
  EXPECT_EQ(Findings("[share]\n[ Glo bals ] x\nntlmssp_client:128bit = no\n"),
            Strings({"3?no-128-bit"}));
}

TEST(SmbConfTest, TakesTheLastValue) {
  EXPECT_EQ(Findings("[global]\nntlm auth = yes\nntlm auth = no\n"), Strings({"3?several-values"}));
  EXPECT_EQ(Findings("[global]\nntlm auth = yes\n[x]\n[global]\nNTLMauth = true\n"),
            Strings({"5?ntlmv1"}));
}

TEST(SmbConfTest, ReportsBadValues) {
  EXPECT_EQ(InGlobal("ntlmssp_client:128bit = maybe"), Strings({"2!bad-value", "2?no-128-bit"}));
  EXPECT_EQ(InGlobal("ntlmssp_client:128bit ="), Strings({"2!bad-value", "2?no-128-bit"}));
  EXPECT_EQ(InGlobal("client ntlmv2 auth = maybe"), Strings({"2!bad-value", "2?ntlmv1"}));
  EXPECT_EQ(InGlobal("ntlm auth = maybe"), Strings({"2!bad-value"}));
}

TEST(SmbConfTest, ReportsUnknownOptions) {
  EXPECT_EQ(InGlobal("ntlmssp_client:128bits = yes"), Strings({"2?unknown-option"}));
  EXPECT_EQ(InGlobal("ntlmssp_client:unicode = no"), Strings());
  EXPECT_EQ(InGlobal("vfs:128bits = yes"), Strings());
}

TEST(SmbConfTest, ReportsWhatItDoesNotFollow) {
  for (const char* line : {"include = /etc/samba/more.conf", "Include = registry",
                           "config file = /etc/samba/%m.conf", "config backend = registry"}) {
    EXPECT_EQ(InGlobal(line), Strings({"2!not-followed"})) << line;
    EXPECT_EQ(Findings(absl::StrCat("[x]\n", line, "\n")), Strings({"2!not-followed"})) << line;
  }
  EXPECT_EQ(InGlobal("config backend = file"), Strings());
}

TEST(SmbConfTest, SplitsLinesAsSambaDoes) {
  EXPECT_EQ(Findings("  # x\n;x\n\n\t[global]\r\n\tntlm \\\r\n   auth \\ \n = \\\nyes\r\n"),
            Strings({"5?ntlmv1"}));
  // A comment does not continue; within a line that does, # begins none.
  EXPECT_EQ(Findings("# x \\\nntlm auth = yes\n"), Strings({"2?ntlmv1"}));
  EXPECT_EQ(Findings("ntlm auth = yes \\\n# x\n"), Strings({"1!bad-value"}));
  EXPECT_EQ(Findings("ntlm auth = yes # x\n"), Strings({"1!bad-value"}));
  EXPECT_EQ(Findings("[global]\n\\\n\nntlm auth = yes\n"), Strings({"4?ntlmv1"}));
  EXPECT_EQ(Findings("[global]\nx = \\\\\n\nntlm auth = yes\n"), Strings());
}

TEST(SmbConfTest, ReportsLinesWithoutEqualsSign) {
  EXPECT_EQ(InGlobal("ntlm auth"), Strings({"2?no-equals-sign"}));
}

TEST(SmbConfTest, RejectsWhatSambaRefuses) {
  EXPECT_EQ(PlaceOf(Read("[global]\n = yes\n").status), Place::Line(2));
  EXPECT_EQ(PlaceOf(Read("[global\nntlm auth = yes\n").status), Place::Line(1));
  EXPECT_EQ(Read("[global\n").status.code(), absl::StatusCode::kInvalidArgument);
}

TEST(SmbConfTest, RejectsWhatIsNoSmbConf) {
  for (const char* text : {"", "\n", "# x\n", "x\n"}) {
    EXPECT_EQ(Read(text).status.code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_EQ(SeeBytes(ReadSmbConf, std::vector<uint8_t>(kMaxSmbConfSize + 1, ' ')).status.code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(SmbConfTest, LimitsLines) {
  EXPECT_TRUE(Read(absl::StrCat("x=", std::string(kMaxSmbConfLine - 2, 'x'), "\n")).status.ok());
  const Seen seen = Read(absl::StrCat("\nx=", std::string(kMaxSmbConfLine, 'x'), "\n"));
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(PlaceOf(seen.status), Place::Line(2));
}

TEST(SmbConfTest, RejectsMoreFindingsThanTheLimit) {
  std::string text = "[global]\n";
  for (int i = 0; i < 1001; ++i) text += "x\n";
  EXPECT_EQ(Read(text).status.code(), absl::StatusCode::kResourceExhausted);
}

TEST(SmbConfTest, JudgesTheEncodingAsSambaWould) {
  EXPECT_EQ(Findings("[global]\nworkgroup = \xC3\xA9\xFF\nntlm auth = yes\n"),
            Strings({"3?ntlmv1"}));
  EXPECT_EQ(Findings("\xEF\xBB\xBF[global]\n"), Strings({"1!byte-order-mark"}));
  EXPECT_EQ(SeeBytes(ReadSmbConf, Utf8ToUtf16("\xEF\xBB\xBF[global]\n").value()).status.code(),
            absl::StatusCode::kInvalidArgument);
  const Seen nul = Read(absl::string_view("[global]\nntlm auth = y\0es\n", 26));
  EXPECT_EQ(nul.status.message(), "character U+0000 at byte offset 22");
  EXPECT_EQ(PlaceOf(nul.status), Place::Line(2));
}

TEST(SmbConfTest, ReportsLastLineWithoutEnd) {
  EXPECT_EQ(Findings("[global]\nntlm auth = yes"), Strings({"2!no-line-end", "2?ntlmv1"}));
  EXPECT_EQ(Findings("[global]\n# x"), Strings({"2!no-line-end"}));
  EXPECT_EQ(Findings("[global]\n "), Strings({"2!no-line-end"}));
  EXPECT_EQ(Findings("[global]"), Strings({"1!no-line-end"}));
  EXPECT_EQ(Findings("[global]\nntlm auth = yes \\\n"), Strings({"2!no-line-end", "2?ntlmv1"}));
}

// Nothing marks the end of a smb.conf, so that a cut between lines can't be seen.
TEST(SmbConfTest, TruncationInsideALineIsAnError) {
  const std::string text = "# x\n[global]\n  ntlm auth = \\\n yes\n\tlanman auth = yes\n";
  for (size_t size = 1; size < text.size(); ++size) {
    const Seen seen = Read(text.substr(0, size));
    const bool has_error =
        !seen.status.ok() ||
        std::any_of(seen.findings.begin(), seen.findings.end(), [](const std::string& finding) {
          return finding.find('!') != std::string::npos;
        });
    EXPECT_TRUE(has_error || text[size - 1] == '\n') << size;
  }
}

TEST(SmbConfTest, LooksLikeSmbConfWhenALineOpensGlobal) {
  const auto looks = [](absl::string_view text) {
    return LooksLikeSmbConf(std::vector<uint8_t>(text.begin(), text.end()));
  };
  EXPECT_TRUE(looks("# x\n [Global]\n"));
  EXPECT_TRUE(looks("[globals]"));
  EXPECT_FALSE(looks("[Unicode]\n[Registry Values]\n"));
  EXPECT_FALSE(looks("# [global]\n"));
  EXPECT_FALSE(looks("[global\n"));
  EXPECT_FALSE(looks(""));
}

TEST(SmbConfTest, IsGuessedAmongAllFormats) {
  for (const std::string text : {"# x\n[global]\nworkgroup = X\n", "; x\n\n[Global]\n"}) {
    const StoreFormat* format = GuessStoreFormat(std::vector<uint8_t>(text.begin(), text.end()));
    ASSERT_NE(format, nullptr) << text;
    EXPECT_EQ(format->name, "smb-conf") << text;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
