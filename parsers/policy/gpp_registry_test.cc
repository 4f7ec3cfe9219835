// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/gpp_registry.h"

#include <string>

#include "parsers/policy/test_read.h"

namespace ntlmatrix::policy {
namespace {

using test::Seen;
using test::Strings;

Seen Read(absl::string_view text) { return test::Read("gpp-registry", text); }

constexpr char kLsa[] = "SYSTEM\\CurrentControlSet\\Control\\Lsa";

// Properties about LmCompatibilityLevel, with other attributes after those they need.
std::string Level(absl::string_view action, absl::string_view rest) {
  return absl::StrCat("<Properties action=\"", action, "\" hive=\"HKEY_LOCAL_MACHINE\" key=\"",
                      kLsa, "\" name=\"LmCompatibilityLevel\" ", rest, "/>");
}

// A store of one item.
Seen ReadItem(absl::string_view inside, absl::string_view attributes = "") {
  return Read(absl::StrCat("<RegistrySettings><Registry ", attributes, ">", inside,
                           "</Registry></RegistrySettings>"));
}

TEST(GppRegistryTest, ReadsHexadecimalWhateverIsDisplayed) {
  for (const char* decimal : {"0", "1"}) {
    const Seen seen = Read(absl::StrCat(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
        "<RegistrySettings clsid=\"{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}\">\r\n"
        "  <Registry clsid=\"{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}\" name=\"x\">\r\n"
        "    <Properties action=\"U\" displayDecimal=\"",
        decimal, "\" default=\"0\" hive=\"HKEY_LOCAL_MACHINE\" key=\"", kLsa,
        "\\MSV1_0\" name=\"NtlmMinClientSec\" type=\"REG_DWORD\" value=\"20080000\"/>\r\n"
        "  </Registry>\r\n"
        "</RegistrySettings>\r\n"));
    EXPECT_EQ(seen.status, "ok");
    EXPECT_EQ(seen.values, Strings({absl::StrCat("4 HKEY_LOCAL_MACHINE|", kLsa,
                                                 "\\MSV1_0|NtlmMinClientSec|4|0x20080000")}));
    EXPECT_EQ(seen.settings, Strings({"0x20080000", "not-defined", "not-defined"}));
    EXPECT_EQ(seen.findings, Strings());
  }
}

TEST(GppRegistryTest, RejectsNumbersThatAreNotEightDigits) {
  for (const char* bad : {"5", "524288", "537395200", "0x000005", "0000000g", " 0000005",
                          "000000005", "", "-0000005"}) {
    const Seen seen = ReadItem(Level("U", absl::StrCat("type=\"REG_DWORD\" value=\"", bad, "\"")));
    EXPECT_EQ(seen.settings[2], "malformed") << bad;
    EXPECT_EQ(seen.findings, Strings({"1!hex-digits"})) << bad;
  }
  EXPECT_EQ(ReadItem(Level("U", "type=\"REG_DWORD\"")).settings[2], "malformed");
}

TEST(GppRegistryTest, ReadsEveryAction) {
  const auto settings = [](absl::string_view action) {
    return ReadItem(Level(action, "type=\"REG_DWORD\" value=\"00000005\"")).settings[2];
  };
  EXPECT_EQ(settings("U"), "0x5");
  EXPECT_EQ(settings("R"), "0x5");
  EXPECT_EQ(settings("C"), "conflicting");
  EXPECT_EQ(settings("D"), "deleted");
  for (const char* unknown : {"u", "", "X", "Update"}) {
    const Seen seen = ReadItem(Level(unknown, "type=\"REG_DWORD\" value=\"00000005\""));
    EXPECT_EQ(seen.settings[2], "conflicting") << unknown;
    EXPECT_EQ(seen.findings, Strings({"1!unknown-action"})) << unknown;
  }
}

TEST(GppRegistryTest, DeletesKeys) {
  const auto key = [](absl::string_view action, absl::string_view rest) {
    return ReadItem(absl::StrCat("<Properties action=\"", action,
                                 "\" hive=\"HKEY_LOCAL_MACHINE\" key=\"SYSTEM\\CurrentControlSet\""
                                 " name=\"\" ",
                                 rest, "/>"));
  };
  const Strings deleted = {"1 delete-key HKEY_LOCAL_MACHINE|SYSTEM\\CurrentControlSet|"};
  EXPECT_EQ(key("D", "type=\"\" value=\"\"").values, deleted);
  EXPECT_EQ(key("R", "").values, deleted);
  EXPECT_EQ(key("D", "").settings, Strings({"deleted", "deleted", "deleted"}));
  EXPECT_EQ(key("U", "").values, Strings());
  EXPECT_EQ(key("C", "").values, Strings());
  EXPECT_EQ(key("D", "default=\"1\"").values,
            Strings({"1 delete HKEY_LOCAL_MACHINE|SYSTEM\\CurrentControlSet|"}));
}

TEST(GppRegistryTest, ReportsVariablesThatMayNameASetting) {
  const auto findings = [](absl::string_view key, absl::string_view name,
                           absl::string_view hive = "HKEY_LOCAL_MACHINE") {
    return ReadItem(absl::StrCat("<Properties action=\"U\" hive=\"", hive, "\" key=\"", key,
                                 "\" name=\"", name, "\" type=\"REG_DWORD\" value=\"00000000\"/>"))
        .findings;
  };
  const Strings variable = {"1!variable"};
  EXPECT_EQ(findings(absl::StrCat(kLsa, "\\MSV1_0"), "%x%"), variable);
  EXPECT_EQ(findings(absl::StrCat(kLsa, "\\MSV1_0"), "Ntlm%x%ClientSec"), variable);
  EXPECT_EQ(findings("%x%", "%y%"), variable);
  EXPECT_EQ(findings(kLsa, "%x%", "%h%"), variable);
  EXPECT_EQ(findings(kLsa, "x%"), Strings());
  EXPECT_EQ(findings(kLsa, "%x%", "HKEY_CURRENT_USER"), Strings());
  EXPECT_EQ(findings("SOFTWARE\\%x%", "%y%"), Strings());
}

TEST(GppRegistryTest, DeliversNothingThatIsDisabled) {
  const std::string level = Level("U", "type=\"REG_DWORD\" value=\"00000005\"");
  const std::string item = absl::StrCat("<Registry>", level, "</Registry>");
  const auto disabled = [&](absl::string_view text) {
    const Seen seen = Read(text);
    EXPECT_EQ(seen.findings, Strings({"1.disabled"}));
    return seen.values;
  };
  EXPECT_EQ(
      disabled(absl::StrCat("<RegistrySettings disabled=\"1\">", item, "</RegistrySettings>")),
      Strings());
  EXPECT_EQ(disabled(absl::StrCat("<RegistrySettings><Collection disabled=\"1\"><Collection "
                                  "disabled=\"0\">",
                                  item, "</Collection></Collection></RegistrySettings>")),
            Strings());
  EXPECT_EQ(disabled(absl::StrCat("<RegistrySettings><Registry disabled=\"true\">", level,
                                  "</Registry></RegistrySettings>")),
            Strings());
  EXPECT_EQ(ReadItem(level, "disabled=\"0\"").settings[2], "0x5");
  EXPECT_EQ(ReadItem(level, "disabled=\"false\"").settings[2], "0x5");
  EXPECT_EQ(ReadItem(level, "disabled=\"yes\"").settings[2], "conflicting");
  // What may not concern a setting gives no note.
  EXPECT_EQ(ReadItem("<Properties action=\"U\" key=\"Software\\X\" name=\"Y\"/>", "disabled=\"1\"")
                .findings,
            Strings());
}

TEST(GppRegistryTest, TakesTargetingAndMasksForConditions) {
  const std::string level = Level("U", "type=\"REG_DWORD\" value=\"00000005\"");
  const std::string filters = "<Filters><FilterGroup name=\"x\"/></Filters>";
  EXPECT_EQ(ReadItem(level + filters).values,
            Strings({absl::StrCat("1 HKEY_LOCAL_MACHINE|", kLsa,
                                  "|LmCompatibilityLevel|4|0x00000005"
                                  " only where the item-level targeting (Filters) selects")}));
  EXPECT_EQ(ReadItem(filters + level).settings[2], "conflicting");
  EXPECT_EQ(ReadItem("<Filters/>" + level + "<Filters> </Filters>").settings[2], "0x5");
  // Twice the same condition is one.
  const Seen nested =
      Read(absl::StrCat("<RegistrySettings><Collection><Registry>", level, filters, "</Registry>",
                        filters, "</Collection></RegistrySettings>"));
  EXPECT_EQ(nested.values, ReadItem(level + filters).values);
  EXPECT_EQ(
      ReadItem(Level("U", "type=\"REG_DWORD\" value=\"00000005\" bitfield=\"1\"")).settings[2],
      "conflicting");
  EXPECT_EQ(ReadItem(Level("C", "type=\"REG_DWORD\" value=\"00000005\" bitfield=\"1\"")).values,
            Strings({absl::StrCat("1 HKEY_LOCAL_MACHINE|", kLsa,
                                  "|LmCompatibilityLevel|4|0x00000005 only where no such value "
                                  "exists yet (action C) and only in the bits of its mask "
                                  "(bitfield)")}));
}

TEST(GppRegistryTest, ReadsEveryType) {
  const auto value = [](absl::string_view type) {
    return ReadItem(Level("U", absl::StrCat("type=\"", type, "\" value=\"00000005\""))).settings[2];
  };
  EXPECT_EQ(value("REG_DWORD"), "0x5");
  for (const char* other : {"REG_SZ", "REG_EXPAND_SZ", "REG_BINARY", "REG_MULTI_SZ", "REG_QWORD",
                            "REG_NONE", "REG_DWORD_BIG_ENDIAN", "reg_dword", "DWORD"}) {
    EXPECT_EQ(value(other), "wrong-type") << other;
  }
  EXPECT_EQ(ReadItem(Level("U", "type=\"reg_dword\" value=\"00000005\"")).findings,
            Strings({"1!unknown-type"}));
}

TEST(GppRegistryTest, ReportsWhatItCannotRead) {
  const std::string level = Level("U", "type=\"REG_DWORD\" value=\"00000005\"");
  const auto findings = [&](absl::string_view inside) {
    return Read(absl::StrCat("<RegistrySettings xmlns:p=\"u\">", inside, "</RegistrySettings>"))
        .findings;
  };
  const Strings unknown = {"1!unknown-element"};
  EXPECT_EQ(findings(absl::StrCat("<registry>", level, "</registry>")), unknown);
  EXPECT_EQ(findings(absl::StrCat("<p:Registry>", level, "</p:Registry>")), unknown);
  EXPECT_EQ(findings(absl::StrCat("<Registry>", level, "<p:Properties/></Registry>")), unknown);
  EXPECT_EQ(findings(absl::StrCat("<Registry>", level, "<properties/></Registry>")), unknown);
  EXPECT_EQ(findings("<Registry/>"), Strings({"1!no-properties"}));
  EXPECT_EQ(
      findings("<Registry><Properties action=\"U\" Name=\"LmCompatibilityLevel\"/></Registry>"),
      Strings({"1!no-name"}));
}

TEST(GppRegistryTest, RejectsOtherRoots) {
  EXPECT_EQ(Read("\n<Groups/>").status,
            "2: not a Registry.xml of Group Policy Preferences: the root is Groups and not "
            "RegistrySettings without namespace");
  EXPECT_NE(Read("<RegistrySettings xmlns=\"u\"/>").status, "ok");
  EXPECT_EQ(Read("<RegistrySettings>").status,
            "1: XML: the file ends inside the element RegistrySettings");
  EXPECT_TRUE(LooksLikeGppRegistry(std::vector<uint8_t>{
      '<', 'R', 'e', 'g', 'i', 's', 't', 'r', 'y', 'S', 'e', 't', 't', 'i', 'n', 'g', 's', '>'}));
}

TEST(GppRegistryTest, LimitsFindings) {
  std::string items;
  for (int i = 0; i < 1001; ++i) items += "<Registry/>\n";
  const Seen seen = Read(absl::StrCat("<RegistrySettings>", items, "</RegistrySettings>"));
  EXPECT_EQ(seen.findings.size(), kMaxXmlFindings);
  EXPECT_EQ(seen.status, ": more than 1000 findings; those after them are not listed");
}

TEST(GppRegistryTest, TruncationAtEveryByteIsAnErrorOrTheWholeAnswer) {
  const std::string text =
      absl::StrCat("<?xml version=\"1.0\"?>\n<RegistrySettings><Registry>",
                   Level("U", "type=\"REG_DWORD\" value=\"00000005\""), "</Registry><Registry>",
                   Level("D", ""), "</Registry></RegistrySettings>\n");
  const Seen whole = Read(text);
  ASSERT_EQ(whole.status, "ok");
  for (size_t size = 0; size < text.size(); ++size) {
    const Seen cut = Read(absl::string_view(text).substr(0, size));
    EXPECT_TRUE(cut.status != "ok" || cut.values == whole.values) << size;
    EXPECT_EQ(cut.status == "ok", size + 1 == text.size()) << size;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
