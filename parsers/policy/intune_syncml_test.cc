// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/intune_syncml.h"

#include <string>

#include "parsers/bytes/utf16.h"
#include "parsers/policy/seen.h"

namespace ntlmatrix::policy {
namespace {

const std::string kOptions = "./Device/Vendor/MSFT/Policy/Config/LocalPoliciesSecurityOptions";
const std::string kClients =
    kOptions + "/NetworkSecurity_MinimumSessionSecurityForNTLMSSPBasedClients";
const std::string kLevel = kOptions + "/NetworkSecurity_LANManagerAuthenticationLevel";
constexpr char kMsv[] =
    "HKEY_LOCAL_MACHINE|System\\CurrentControlSet\\Control\\Lsa\\MSV1_0|NtlmMinClientSec|4|";

Seen Read(absl::string_view xml) { return See(ReadIntuneSyncml, xml); }

std::string Item(const std::string& uri, const std::string& more) {
  return "<Item><Target><LocURI>" + uri + "</LocURI></Target>" + more + "</Item>";
}

std::string Command(const std::string& name, const std::string& items) {
  return "<" + name + "><CmdID>1</CmdID>" + items + "</" + name + ">";
}

TEST(IntuneSyncmlTest, ReadsReplaceInSyncml) {
  const Seen seen = Read(
      "<?xml version=\"1.0\"?>\n<SyncML xmlns=\"SYNCML:SYNCML1.2\">\n<SyncBody>\n<Replace>\n"
      "<CmdID>2</CmdID>\n<Item>\n<Target>\n<LocURI>" +
      kClients +
      "</LocURI>\n</Target>\n<Meta><Format xmlns=\"syncml:metinf\">int</Format></Meta>\n"
      "<Data>537395200</Data>\n</Item>\n</Replace>\n<Final/>\n</SyncBody>\n</SyncML>\n");
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.values, Strings({absl::StrCat("11 ", kMsv, "537395200|=537395200")}));
  EXPECT_EQ(seen.findings, Strings());
  EXPECT_EQ(seen.states, Strings({"0x20080000", "not-defined", "not-defined"}));
}

TEST(IntuneSyncmlTest, ReadsOneCommandAlone) {
  EXPECT_EQ(Read(Command("Add", Item(kLevel, "<Data> 5\n</Data>"))).states,
            Strings({"not-defined", "not-defined", "0x5"}));
  EXPECT_EQ(Read("<x:Atomic xmlns:x=\"y\">" +
                 Command("x:Replace", Item(" " + kLevel + "\n", "<Data>5</Data>")) + "</x:Atomic>")
                .states,
            Strings({"not-defined", "not-defined", "0x5"}));
}

TEST(IntuneSyncmlTest, ReadsEveryItem) {
  const Seen seen =
      Read(Command("Replace", Item(kLevel, "<Data>4</Data>") + Item(kClients, "<Data>0</Data>")));
  EXPECT_EQ(seen.states, Strings({"0x0", "not-defined", "0x4"}));
}

TEST(IntuneSyncmlTest, TakesOtherDataForMalformed) {
  for (const char* data : {"", "<Data/>", "<Data>0x20080000</Data>", "<Data>-1</Data>",
                           "<Data>1 2</Data>", "<Data>none</Data>", "<Data><b>5</b></Data>"}) {
    const Seen seen = Read(Command("Replace", Item(kClients, data)));
    EXPECT_EQ(seen.states, Strings({"malformed", "not-defined", "not-defined"})) << data;
  }
}

TEST(IntuneSyncmlTest, WarnsOfOtherFormats) {
  const std::string meta = "<Meta><Format>chr</Format></Meta>";
  const std::string data = "<Data>5</Data>";
  EXPECT_EQ(Read(Command("Add", Item(kLevel, meta + data))).findings, Strings({"1?format"}));
  EXPECT_EQ(Read(Command("Add", meta + Item(kLevel, data) + Item(kLevel, data))).findings,
            Strings({"1?format", "1?format"}));
  EXPECT_EQ(Read(Command("Add", meta + Item(kLevel, "<Meta><Format>INT</Format></Meta>" + data)))
                .findings,
            Strings());
}

TEST(IntuneSyncmlTest, ReadsDelete) {
  const Seen seen = Read(Command("Delete", Item(kClients, "")));
  EXPECT_EQ(seen.values, Strings({absl::StrCat("1 ", kMsv, "|=", kClients, "|delete")}));
  EXPECT_EQ(seen.findings, Strings());
  EXPECT_EQ(Read(Command("Delete", Item(kOptions, ""))).states,
            Strings({"deleted", "deleted", "deleted"}));
  EXPECT_EQ(Read(Command("Delete", Item(kOptions + "/Other", ""))).values, Strings());
}

TEST(IntuneSyncmlTest, IgnoresGet) {
  const Seen seen = Read(Command("Get", Item(kClients, "")));
  EXPECT_TRUE(seen.status.ok());
  EXPECT_EQ(seen.values, Strings());
  EXPECT_EQ(seen.findings, Strings());
}

TEST(IntuneSyncmlTest, ReportsSettingsInUnknownForms) {
  const std::string result = "./Vendor/MSFT/Policy/Result/LanManagerAuthenticationLevel";
  for (const std::string& xml :
       {Command("Replace", Item(result, "<Data>5</Data>")), Command("Delete", Item(result, "")),
        "<SyncBody>" + Command("Exec", Item(kLevel, "")) + "</SyncBody>",
        Command("Add", "<Target><LocURI>" + kLevel + "</LocURI></Target><Data>5</Data>"),
        Command("Add", "<Item><Source><LocURI>" + kLevel + "</LocURI></Source></Item>"),
        Command("Add", Item("./x", "<Data>NtlmMinClientSec</Data>")),
        Command("Add", Item("./x", "<Data>NtlmMinClientSec<b/></Data>"))}) {
    const Seen seen = Read(xml);
    EXPECT_EQ(seen.values, Strings()) << xml;
    EXPECT_EQ(seen.findings, Strings({"1!unread-mention"})) << xml;
  }
}

TEST(IntuneSyncmlTest, ReportsEscapesThatMaySpellANode) {
  for (const std::string& uri :
       {kOptions + "/NetworkSecurity_MinimumSessionSecurityFor%4ETLMSSPBasedClients",
        std::string("./Device/Vendor/MSFT/Policy/Config/Local%50oliciesSecurityOptions"),
        std::string("./vendor/%254DSFT/x"), std::string("%2E/x"), kLevel + "%20"}) {
    const std::string data = "<Data>0</Data>";
    // The last one names the level besides.
    const auto escape = Read(Command("Replace", Item(uri, data))).findings;
    ASSERT_FALSE(escape.empty()) << uri;
    EXPECT_EQ(escape[0], "1!escape") << uri;
    EXPECT_EQ(Read(Command("Delete", Item(uri, ""))).findings[0], "1!escape") << uri;
    EXPECT_EQ(Read(Command("Add", "<Item><Source><LocURI>" + uri + "</LocURI></Source></Item>"))
                  .findings.back(),
              "1!escape");
    EXPECT_EQ(Read(Command("Add", "<x><LocURI>" + uri + "</LocURI></x>")).findings[0], "1!escape");
    EXPECT_EQ(Read(Command("Get", Item(uri, ""))).findings, Strings()) << uri;
  }
  for (const char* uri : {"./Device/Vendor/MSFT/VPNv2/My%20VPN", "./x%"}) {
    EXPECT_EQ(Read(Command("Add", Item(uri, "<Data>%x%</Data>"))).findings, Strings()) << uri;
  }
  EXPECT_EQ(Read(Command("Add", Item(kOptions + "/Other%20", "<Data>0</Data>"))).findings,
            Strings());
}

TEST(IntuneSyncmlTest, ReportsPartTwice) {
  EXPECT_EQ(Read(Command("Add", Item(kLevel, "<Data>5</Data><Data>6</Data>"))).findings,
            Strings({"1!part-twice"}));
}

// The Policy CSP has these settings for the device alone.
TEST(IntuneSyncmlTest, DeliversUserSettingsAsSuch) {
  std::string uri = kLevel;
  uri.replace(uri.find("Device"), 6, "User");
  EXPECT_EQ(Read(Command("Add", Item(uri, "<Data>5</Data>"))).states,
            Strings({"not-defined", "not-defined", "malformed"}));
  EXPECT_EQ(Read(Command("Delete", Item(uri, ""))).states.back(), "malformed");
}

TEST(IntuneSyncmlTest, RejectsWhatIsNoSyncml) {
  for (const char* xml : {"", "x", "<a/>", "<Replace>", "<Replace/>x", "<!DOCTYPE x><Replace/>"}) {
    EXPECT_FALSE(Read(xml).status.ok()) << xml;
  }
}

TEST(IntuneSyncmlTest, RejectsMoreFindingsThanTheLimit) {
  std::string items;
  for (int i = 0; i < 1001; ++i) items += "<x>NtlmMinClientSec</x>";
  EXPECT_EQ(Read(Command("Add", items)).status.code(), absl::StatusCode::kResourceExhausted);
}

TEST(IntuneSyncmlTest, ReadsUtf16) {
  const std::string xml = Command("Add", Item(kLevel, "<Data>5</Data>"));
  EXPECT_EQ(SeeBytes(ReadIntuneSyncml, Utf8ToUtf16("\xEF\xBB\xBF" + xml).value()).states.back(),
            "0x5");
}

TEST(IntuneSyncmlTest, TruncationAtEveryByteIsAnError) {
  const std::string xml = Command("Replace", Item(kClients, "<Data>537395200</Data>"));
  for (size_t size = 0; size < xml.size(); ++size) {
    const Seen seen = Read(xml.substr(0, size));
    EXPECT_FALSE(seen.status.ok()) << size;
    EXPECT_EQ(seen.values, Strings()) << size;
  }
}

TEST(IntuneSyncmlTest, LooksLikeSyncmlByItsRoot) {
  const auto looks = [](absl::string_view text) {
    return LooksLikeIntuneSyncml(std::vector<uint8_t>(text.begin(), text.end()));
  };
  EXPECT_TRUE(looks("<?xml version=\"1.0\"?><SyncML xmlns=\"x\">"));
  EXPECT_TRUE(looks("<Replace>"));
  EXPECT_FALSE(looks("<GPO>"));
  EXPECT_FALSE(looks("Replace"));
}

TEST(IntuneSyncmlTest, IsGuessedAmongAllFormats) {
  for (const std::string text : {"<SyncML/>", "<?xml version=\"1.0\"?>\n<Replace/>"}) {
    const StoreFormat* format = GuessStoreFormat(std::vector<uint8_t>(text.begin(), text.end()));
    ASSERT_NE(format, nullptr) << text;
    EXPECT_EQ(format->name, "intune-syncml") << text;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
