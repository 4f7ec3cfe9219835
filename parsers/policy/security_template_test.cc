// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/security_template.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/bytes/utf16.h"

namespace ntlmatrix::policy {
namespace {

// What a read delivered: values as "line hive|key|name|type|data", findings as "line id", but for
// those that nearly all texts here give cause to.
struct Seen {
  std::vector<std::string> values;
  std::vector<std::string> findings;
  absl::Status status;
};

Seen ReadBytes(Bytes bytes) {
  Seen seen;
  seen.status = ReadSecurityTemplate(
      {bytes},
      [&](const RegistryValue& value) {
        EXPECT_EQ(value.operation, RegistryValue::Operation::kSet);
        seen.values.push_back(absl::StrCat(
            PlaceText(value.where), " ", value.hive, "|", value.key, "|", value.name, "|",
            value.type, "|", std::get<absl::string_view>(value.data), value.cut_off ? "|cut" : ""));
      },
      [&](const PolicyFinding& finding) {
        EXPECT_FALSE(finding.message.empty());
        EXPECT_FALSE(finding.fix.empty());
        const char* mark = finding.severity == Severity::kError     ? "!"
                           : finding.severity == Severity::kWarning ? "?"
                                                                    : ".";
        if (finding.id == "encoding" || finding.id == "no-signature") return;
        seen.findings.push_back(absl::StrCat(PlaceText(finding.place), mark, finding.id));
      });
  return seen;
}

Seen Read(absl::string_view text) {
  return ReadBytes(std::vector<uint8_t>(text.begin(), text.end()));
}

// The same, of one line in [Registry Values].
Seen ReadLine(absl::string_view line) {
  return Read(absl::StrCat("[Registry Values]\n", line, "\n"));
}

using Strings = std::vector<std::string>;

TEST(SecurityTemplateTest, ReadsRegistryValues) {
  const Seen seen = Read(
      "[Unicode]\r\n"
      "Unicode=yes\r\n"
      "[Registry Values]\r\n"
      "MACHINE\\System\\Lsa\\A=4,5\r\n"
      "MACHINE\\Software\\B=1,\"text\"\r\n"
      "[Version]\r\n"
      "Revision=1\r\n");
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.values,
            Strings({"4 MACHINE|System\\Lsa|A|4|5", "5 MACHINE|Software|B|1|\"text\""}));
  EXPECT_EQ(seen.findings, Strings());
}

TEST(SecurityTemplateTest, ReadsEveryEncodingAlike) {
  const std::string text = "[Unicode]\n[Registry Values]\nMACHINE\\A\\B=4,5\n";
  const Strings values = {"3 MACHINE|A|B|4|5"};
  const auto marked = [](std::vector<uint8_t> mark, const std::vector<uint8_t>& rest) {
    mark.insert(mark.end(), rest.begin(), rest.end());
    return mark;
  };
  const auto le = marked({0xFF, 0xFE}, Utf8ToUtf16(text).value());
  const auto be = marked({0xFE, 0xFF}, Utf8ToUtf16(text, Endian::kBig).value());
  const auto utf8 = marked({0xEF, 0xBB, 0xBF}, {text.begin(), text.end()});
  for (const auto& bytes : {le, be, utf8}) EXPECT_EQ(ReadBytes(bytes).values, values);
  EXPECT_EQ(Read(text).values, values);
  EXPECT_EQ(ReadBytes(*Utf8ToUtf16(text)).values, values);
  EXPECT_EQ(ReadBytes(*Utf8ToUtf16(text)).findings, Strings({"?encoding-guessed"}));
}

TEST(SecurityTemplateTest, ReadsCodePagesOutsideNames) {
  const Seen seen = Read("[Profile Description]\nx=\xFC\n[Registry Values]\nMACHINE\\A\\B=4,5\n");
  EXPECT_TRUE(seen.status.ok());
  EXPECT_EQ(seen.values, Strings({"4 MACHINE|A|B|4|5"}));
  EXPECT_EQ(seen.findings, Strings({"?encoding-8-bit"}));
}

TEST(SecurityTemplateTest, ReportsNonAsciiNames) {
  EXPECT_EQ(ReadLine("MACHINE\\A\\B\xC3\xA9=4,5").findings, Strings({"2!name-character"}));
  EXPECT_EQ(ReadLine("MACHINE\\A\\B\t C=4,5").findings, Strings({"2!name-character"}));
  EXPECT_EQ(ReadLine("MACHINE\\A\\B=1,\"\xC3\xA9\"").findings, Strings());
}

TEST(SecurityTemplateTest, ReadsSectionsInAnyCaseOrderAndNumber) {
  const Seen seen = Read(
      "[registry values]\nMACHINE\\A\\B=4,1\n[Version]\n[REGISTRY VALUES]\nMACHINE\\A\\B=4,2\n");
  EXPECT_TRUE(seen.status.ok());
  EXPECT_EQ(seen.values, Strings({"2 MACHINE|A|B|4|1", "5 MACHINE|A|B|4|2"}));
}

TEST(SecurityTemplateTest, SkipsCommentsAndBlankLines) {
  const Seen seen = Read(
      "; comment\n\n[Registry Values] ; comment\n  \n; MACHINE\\A\\B=4,0\n ;\n\tMACHINE\\A\\B = 4 "
      ", 5 "
      "\n");
  EXPECT_TRUE(seen.status.ok());
  EXPECT_EQ(seen.values, Strings({"7 MACHINE|A|B|4|5"}));
  EXPECT_EQ(seen.findings, Strings());
}

TEST(SecurityTemplateTest, AcceptsOddCharactersInNames) {
  EXPECT_EQ(ReadLine("MACHINE\\A\\a;b[c],d=e=4,5").values, Strings({"2 MACHINE|A|a;b[c],d=e|4|5"}));
  EXPECT_EQ(ReadLine("\"MACHINE\\A\\B=4,1\"=4,5").values, Strings({"2 MACHINE|A|B=4,1|4|5"}));
  EXPECT_EQ(ReadLine("\"MACHINE\\A\\B=4,1\"=4,5").findings, Strings());
}

TEST(SecurityTemplateTest, ReportsSeveralSplits) {
  const Seen seen = ReadLine("MACHINE\\A\\B=4,5=4,6");
  EXPECT_EQ(seen.values, Strings({"2 MACHINE|A|B|4|5=4,6"}));
  EXPECT_EQ(seen.findings, Strings({"2!several-splits"}));
  EXPECT_EQ(ReadLine("MACHINE\\A\\B=1,\"x=4,5\"").findings, Strings({"2?several-splits"}));
  for (const char* two_lines :
       {"MACHINE\\A\\B=3,0MACHINE\\A\\C=4,5", "MACHINE\\A\\B=7,aMACHINE\\A\\C=4,5",
        "MACHINE\\A\\B=1,\"x\"MACHINE\\A\\C=4,5", "MACHINE\\A\\B=1,\"x\"MACHINE\\A\\C=1,\"y\""}) {
    EXPECT_EQ(ReadLine(two_lines).findings, Strings({"2!several-splits"})) << two_lines;
  }
}

TEST(SecurityTemplateTest, KeepsSurplusSeparators) {
  EXPECT_EQ(ReadLine("MACHINE\\\\A\\\\B\\\\C=4,5").values, Strings({"2 MACHINE|\\A\\\\B|\\C|4|5"}));
  EXPECT_EQ(ReadLine("MACHINE\\A\\B\\=4,5").values, Strings({"2 MACHINE|A\\B||4|5"}));
  EXPECT_EQ(ReadLine("MACHINE\\\\\\=4,5").values, Strings({"2 MACHINE||\\|4|5"}));
  EXPECT_EQ(ReadLine("MACHINE\\A=4,5").values, Strings({"2 MACHINE||A|4|5"}));
}

TEST(SecurityTemplateTest, ReportsOtherHives) {
  EXPECT_EQ(ReadLine("HKLM\\A\\B=4,5").findings, Strings({"2?hive"}));
  EXPECT_EQ(ReadLine("HKEY_LOCAL_MACHINE:\\A\\B=4,5").findings, Strings({"2?hive"}));
  EXPECT_EQ(ReadLine("HKCU\\A\\B=4,5").findings, Strings({"2!hive"}));
  EXPECT_EQ(ReadLine("B=4,5").findings, Strings({"2!hive"}));
  EXPECT_EQ(ReadLine("users\\A\\B=4,5").findings, Strings());
}

TEST(SecurityTemplateTest, ReportsLinesThatAreNoEntries) {
  for (const char* line : {"MACHINE\\A\\B", "MACHINE\\A\\B=", "MACHINE\\A\\B=4", "MACHINE\\A\\B=,5",
                           "MACHINE\\A\\B=x,5", "MACHINE\\A\\B 4,5", "\"MACHINE\\A\\B\" 4,5",
                           "\"MACHINE\\A\\B\"=x,5", "x"}) {
    const Seen seen = ReadLine(line);
    EXPECT_TRUE(seen.status.ok()) << line;
    EXPECT_EQ(seen.values, Strings()) << line;
    EXPECT_EQ(seen.findings, Strings({"2!not-an-entry"})) << line;
  }
}

TEST(SecurityTemplateTest, ReportsUnterminatedQuote) {
  EXPECT_EQ(ReadLine("\"MACHINE\\A\\B=4,5").findings, Strings({"2!quote-without-end"}));
}

TEST(SecurityTemplateTest, ReportsLineThatMayContinue) {
  EXPECT_EQ(ReadLine("MACHINE\\A\\B=7,a,\\").findings, Strings({"2!line-continuation"}));
  EXPECT_EQ(ReadLine("MACHINE\\A\\B=4,5 \\").findings, Strings({"2!line-continuation"}));
  EXPECT_EQ(ReadLine("MACHINE\\A\\B=1,\"C:\\\"").findings, Strings());
}

TEST(SecurityTemplateTest, ReportsLineThatMayContinueBeforeAComment) {
  EXPECT_EQ(ReadLine("MACHINE\\A\\B=7,a,\\ ; x").findings, Strings({"2!line-continuation"}));
  EXPECT_EQ(ReadLine("MACHINE\\A\\B=1,\"C:\\;x\"").findings, Strings());
  EXPECT_EQ(ReadLine("; C:\\").findings, Strings());
}

TEST(SecurityTemplateTest, ReportsLineThatMayContinueInAnySection) {
  const std::string after = "[Registry Values]\nMACHINE\\A\\B=4,5\n";
  for (const char* line :
       {"Revision=1\\", "Revision=1 \\ \t", "Revision=1\\;x", "\\", "\"a;\" \\ ; x", "a=\"C:\\"}) {
    EXPECT_EQ(Read(absl::StrCat("[Version]\n", line, "\n", after)).findings,
              Strings({"2!line-continuation"}))
        << line;
  }
  EXPECT_EQ(Read("[Version]\n; x\\\na=\"C:\\\"\nb=C:\\x ; y\n" + after).findings, Strings());
}

TEST(SecurityTemplateTest, ReportsNamesWithSubstitution) {
  for (const char* name : {"MACHINE\\A\\%n%", "MACHINE\\A\\Ntlm%n%Sec", "MACHINE\\%k%\\B",
                           "\"MACHINE\\A\\%n%\"", "MACHINE\\A\\50%%"}) {
    EXPECT_EQ(ReadLine(absl::StrCat(name, "=4,0")).findings, Strings({"2!substitution"})) << name;
  }
  EXPECT_EQ(ReadLine("%n%=4,0").findings, Strings({"2!hive", "2!substitution"}));
  EXPECT_EQ(ReadLine("MACHINE\\A\\50%=1,\"%x%\"").findings, Strings());
}

TEST(SecurityTemplateTest, ReportsTypeThatWraps) {
  EXPECT_EQ(ReadLine("MACHINE\\A\\B=4294967300,5").findings, Strings({"2!type-out-of-range"}));
  EXPECT_EQ(ReadLine("MACHINE\\A\\B=4294967295,5").values, Strings({"2 MACHINE|A|B|4294967295|5"}));
}

TEST(SecurityTemplateTest, EntersUnterminatedSection) {
  const Seen seen = Read("[Version]\n[Registry Values\nMACHINE\\A\\B=4,5\n");
  EXPECT_EQ(seen.values, Strings({"3 MACHINE|A|B|4|5"}));
  EXPECT_EQ(seen.findings, Strings({"2!section-without-end"}));
}

TEST(SecurityTemplateTest, EntersSectionFollowedByText) {
  const Seen seen = Read("[Registry Values] x\nMACHINE\\A\\B=4,5\n");
  EXPECT_EQ(seen.values, Strings({"2 MACHINE|A|B|4|5"}));
  EXPECT_EQ(seen.findings, Strings({"1!text-after-section"}));
}

TEST(SecurityTemplateTest, EntersSectionWithBlanksInside) {
  const Seen seen = Read("[ Registry Values ]\nMACHINE\\A\\B=4,5\n");
  EXPECT_EQ(seen.values, Strings({"2 MACHINE|A|B|4|5"}));
  EXPECT_EQ(seen.findings, Strings({"1?blank-in-section"}));
}

TEST(SecurityTemplateTest, ReportsRegistryValuesElsewhere) {
  EXPECT_EQ(Read("MACHINE\\A\\B=4,5\n[Version]\n").findings,
            Strings({"1!outside-registry-values", "1!text-before-sections"}));
  EXPECT_EQ(Read("[Version]\n[RegistryValues]\nHKLM\\A\\B=4,5\n").findings,
            Strings({"2?unknown-section", "3!outside-registry-values"}));
  EXPECT_EQ(Read("[Version]\n\xC2\xA0MACHINE\\A\\B=4,5\n").findings,
            Strings({"2!outside-registry-values"}));
  EXPECT_EQ(Read("[System Access]\nMinimumPasswordAge = 1\n").findings, Strings());
}

TEST(SecurityTemplateTest, MarksDataOnUnterminatedLastLine) {
  EXPECT_EQ(Read("[Registry Values]\nMACHINE\\A\\B=4,5").values,
            Strings({"2 MACHINE|A|B|4|5|cut"}));
  EXPECT_EQ(Read("[Registry Values]\nMACHINE\\A\\B=4,5\r").values,
            Strings({"2 MACHINE|A|B|4|5|cut"}));
  EXPECT_EQ(Read("[Registry Values]\nMACHINE\\A\\B=4,5").findings, Strings({"2!no-line-end"}));
  EXPECT_EQ(Read("[Registry Values]\nMACHINE\\A\\B").findings, Strings({"2!not-an-entry"}));
  EXPECT_EQ(Read("[Version]\n[Registry Values]").findings, Strings({"2!no-line-end"}));
  EXPECT_EQ(Read("[Version]\n[Registry Val").findings,
            Strings({"2!section-without-end", "2?unknown-section"}));
  EXPECT_EQ(Read("[Version]\nRevision=1").findings, Strings({"2!no-line-end"}));
  // Another [Registry Values] may have followed.
  EXPECT_EQ(Read("[Registry Values]\n[Version]\nRevision=1").findings, Strings({"3!no-line-end"}));
  for (const char* blank : {"\r", " ", "\t \r"}) {
    EXPECT_EQ(Read(absl::StrCat("[Version]\n", blank)).findings, Strings({"2!no-line-end"}));
    EXPECT_EQ(Read(absl::StrCat("[Registry Values]\n", blank)).findings,
              Strings({"2!no-line-end"}));
  }
}

TEST(SecurityTemplateTest, RejectsTextThatIsNoTemplate) {
  for (const char* text : {"", "\n", "x\n", "MACHINE\\A\\B=4,5\n", "[General]\nVersion=1\n",
                           "[HKEY_LOCAL_MACHINE\\SYSTEM]\n\"A\"=dword:5\n"}) {
    EXPECT_EQ(Read(text).status.code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(SecurityTemplateTest, AcceptsTemplateWithoutRegistryValues) {
  const Seen seen = Read("[Unicode]\nUnicode=yes\n[Version]\nRevision=1\n");
  EXPECT_TRUE(seen.status.ok());
  EXPECT_EQ(seen.findings, Strings());
}

// "InfFile = UnicodePreamble VersionPreamble Sections"
// "If the file does not conform to that format, the entire configuration operation MUST be
// ignored."
TEST(SecurityTemplateTest, ReportsMissingSignature) {
  const auto has_signature = [](absl::string_view text) {
    bool has = true;
    const std::string whole = absl::StrCat("[Unicode]\n[Registry Values]\n", text);
    const std::vector<uint8_t> bytes(whole.begin(), whole.end());
    EXPECT_TRUE(ReadSecurityTemplate(
                    {bytes}, [](const RegistryValue&) {},
                    [&](const PolicyFinding& finding) { has &= finding.id != "no-signature"; })
                    .ok());
    return has;
  };
  for (const char* text : {"[Version]\nsignature=\"$CHICAGO$\"\n",
                           "[VERSION]\nRevision=1\n Signature = \"$Chicago$\"\n[Strings]\n",
                           "[Version]\nsignature=$CHICAGO$\n"}) {
    EXPECT_TRUE(has_signature(text)) << text;
  }
  for (const char* text :
       {"", "[Version]\n", "[Version]\nRevision=1\n", "signature=\"$CHICAGO$\"\n[Version]\n",
        "[Version]\nsignature=\"$CHICAGO\n", "[Version]\nsignature=\"$CHICAGO$\n",
        "[Version]\nsignature\n", "[Version]\n;signature=\"$CHICAGO$\"\n"}) {
    EXPECT_FALSE(has_signature(text)) << text;
  }
}

TEST(SecurityTemplateTest, ReportsMissingMarkWhereNothingIsDefined) {
  for (const Endian endian : {Endian::kLittle, Endian::kBig}) {
    EXPECT_EQ(ReadBytes(*Utf8ToUtf16("[Version]\n", endian)).findings,
              Strings({"?encoding-guessed", "!no-mark"}));
  }
}

TEST(SecurityTemplateTest, ReportsTextBeforeTheFirstSection) {
  const Seen seen = Read("\njunk\nmore\n[Registry Values]\nMACHINE\\A\\B=4,5\n");
  EXPECT_EQ(seen.values, Strings({"5 MACHINE|A|B|4|5"}));
  EXPECT_EQ(seen.findings, Strings({"2?text-before-sections"}));
  EXPECT_EQ(Read("on=1,\"1\"\n[Version]\n").findings, Strings({"1!text-before-sections"}));
}

TEST(SecurityTemplateTest, RejectsLoneCarriageReturn) {
  const Seen seen = Read("[Registry Values]\r\nMACHINE\\A\\B=4,5\r\nMACHINE\\A\\C=4,5\rx\n");
  EXPECT_EQ(seen.values, Strings({"2 MACHINE|A|B|4|5"}));
  EXPECT_EQ(seen.status.message(), "carriage return without line feed");
  EXPECT_EQ(PlaceOf(seen.status), Place::Line(3));
}

TEST(SecurityTemplateTest, AcceptsCrCrLf) {
  const Seen seen = Read("[Registry Values]\r\r\nMACHINE\\A\\B=4,5\r\r\n");
  EXPECT_EQ(seen.values, Strings({"2 MACHINE|A|B|4|5"}));
  EXPECT_EQ(seen.findings, Strings({"1?line-end"}));
}

TEST(SecurityTemplateTest, DeliversValuesBeforeABadByte) {
  const std::string text = "\xEF\xBB\xBF[Registry Values]\nMACHINE\\A\\B=4,5\nMACHINE\\A\\C=4,\xFF";
  const Seen seen = Read(text);
  EXPECT_EQ(seen.values, Strings({"2 MACHINE|A|B|4|5"}));
  EXPECT_EQ(seen.status.message(), "malformed UTF-8 at byte offset 51");
  EXPECT_EQ(PlaceOf(seen.status), Place::Line(3));
}

TEST(SecurityTemplateTest, RejectsLineOverLimit) {
  const std::string value(kMaxSecurityTemplateLine, 'x');
  const Seen seen = ReadLine(absl::StrCat("MACHINE\\A\\B=1,", value));
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(PlaceOf(seen.status), Place::Line(2));
}

TEST(SecurityTemplateTest, RejectsFileOverLimit) {
  const std::vector<uint8_t> bytes(kMaxSecurityTemplateSize + 1, ' ');
  EXPECT_EQ(ReadBytes(bytes).status.code(), absl::StatusCode::kResourceExhausted);
}

TEST(SecurityTemplateTest, RejectsMoreValuesThanTheLimit) {
  std::string text = "[Registry Values]\n";
  for (size_t i = 0; i <= kMaxSecurityTemplateValues; ++i) text += "USERS\\A=4,5\n";
  size_t count = 0;
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  const absl::Status status = ReadSecurityTemplate(
      {bytes}, [&](const RegistryValue&) { ++count; }, [](const PolicyFinding&) {});
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(PlaceOf(status), Place::Line(kMaxSecurityTemplateValues + 2));
  EXPECT_EQ(count, kMaxSecurityTemplateValues);
}

TEST(SecurityTemplateTest, RejectsMoreFindingsThanTheLimit) {
  std::string text = "[Registry Values]\n";
  for (size_t i = 0; i < 2 * kMaxSecurityTemplateFindings; ++i) text += "x\n";
  const Seen seen = Read(text);
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(seen.findings.size(), kMaxSecurityTemplateFindings + 1);
}

// No document tells where a template ends, so that a cut between lines behind [Version] can't be
// seen.
TEST(SecurityTemplateTest, TruncationAtEveryByteGivesNoOtherValue) {
  const std::string text = "[Registry Values]\r\nMACHINE\\A\\B=4,55\r\nMACHINE\\A\\C=4,66\r\n";
  const Strings whole = Read(text).values;
  for (size_t size = 0; size < text.size(); ++size) {
    for (const std::string& value : Read(text.substr(0, size)).values) {
      EXPECT_TRUE(value == whole[0] || value == whole[1] || absl::EndsWith(value, "|cut"))
          << size << ": " << value;
    }
  }
}

TEST(SecurityTemplateTest, LooksLikeATemplateWhenALineOpensASection) {
  const auto looks = [](absl::string_view text) {
    return LooksLikeSecurityTemplate(std::vector<uint8_t>(text.begin(), text.end()));
  };
  EXPECT_TRUE(looks("[Unicode]"));
  EXPECT_TRUE(looks("\xEF\xBB\xBFjunk\r\n [x"));
  EXPECT_FALSE(looks(""));
  EXPECT_FALSE(looks("regf"));
  EXPECT_FALSE(looks("a=[b]\n"));
}

}  // namespace
}  // namespace ntlmatrix::policy
