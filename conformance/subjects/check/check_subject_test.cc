// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/check/check_subject.h"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/subjects/account.h"
#include "conformance/subjects/check/hello_check.h"
#include "conformance/subjects/check/line_form.h"
#include "conformance/subjects/check/loaded_watch.h"
#include "conformance/subjects/check/message_check.h"
#include "conformance/subjects/check/shim_files.h"
#include "conformance/subjects/check/words.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/crypto.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/responses.h"

namespace ntlmatrix::conformance::check {
namespace {

using ntlm::MessageType;

constexpr char kHello[] =
    R"({"type":"hello","protocol":1,"implementation":"I","version":"2","loaded":"/x",)"
    R"("in_flight":4,"roles":["client"],"min":["0","undefined-legacy"],"lm":[3],)"
    R"("app":["none"],"seal":false,"errors":{"E":"0x80090308"}})";

std::string HelloWith(absl::string_view part, absl::string_view instead) {
  return absl::StrReplaceAll(kHello, {{part, instead}});
}

std::vector<std::string> FaultsOf(absl::string_view part, absl::string_view instead) {
  return CheckHello(HelloWith(part, instead)).faults;
}

using Texts = std::vector<std::string>;

TEST(HelloCheckTest, AcceptsWhatTheProtocolAsks) {
  const HelloCheck check = CheckHello(kHello);
  EXPECT_EQ(check.faults, Texts());
  EXPECT_EQ(check.notes, Texts());
  ASSERT_TRUE(check.hello.has_value());
  EXPECT_EQ(HelloText(*check.hello),
            "I 2; client; level 3; none; min 0, undefined-legacy; does not seal; 1 error; "
            "in_flight 4");
}

TEST(HelloCheckTest, NamesEveryFaultAtOnce) {
  const HelloCheck check = CheckHello(R"({"type":"hello","protocol":"1","lm":["3"],"seal":1})");
  EXPECT_EQ(check.faults,
            Texts({"`protocol` is no whole number from 0 to 4294967295: \"1\"",
                   "`implementation` is missing", "`version` is missing", "`in_flight` is missing",
                   "`roles` is missing", "`min` is missing",
                   "`lm` holds something that is no level from 0 to 5: [\"3\"]", "`app` is missing",
                   "`seal` is neither true nor false: 1", "`errors` is missing"}));
  EXPECT_FALSE(check.hello.has_value());
}

TEST(HelloCheckTest, NamesTheMemberThatWasMeant) {
  EXPECT_EQ(FaultsOf("in_flight", "inFlight"),
            Texts({"`in_flight` is missing; is `inFlight` meant for it?"}));
}

TEST(HelloCheckTest, RejectsListsThatAreEmptyOrTwice) {
  EXPECT_EQ(FaultsOf("[3]", "[]"), Texts({"`lm` is empty: []"}));
  EXPECT_EQ(FaultsOf("[3]", "[3,3]"), Texts({"`lm` lists 3 twice"}));
  EXPECT_EQ(FaultsOf("[\"none\"]", "[\"none\",\"none\"]"), Texts({"`app` lists \"none\" twice"}));
  EXPECT_EQ(FaultsOf("[\"client\"]", "[]"), Texts({"`roles` is empty: []"}));
}

TEST(HelloCheckTest, RejectsMasksThatTheSuiteDoesNotWrite) {
  EXPECT_EQ(FaultsOf("\"0\"", "\"0x00080000\""),
            Texts({"`min` lists \"0x00080000\", but the suite asks for it as \"0x80000\""}));
  EXPECT_EQ(FaultsOf("\"0\"", "\"0x0\""),
            Texts({"`min` lists \"0x0\", but the suite asks for it as \"0\""}));
}

TEST(HelloCheckTest, RejectsNamesThatAreTooLong) {
  EXPECT_EQ(FaultsOf("\"I\"", absl::StrCat("\"", std::string(201, 'I'), "\"")),
            Texts({"`implementation` has 201 characters, more than 200"}));
  std::string wide;
  for (int i = 0; i < 200; ++i) absl::StrAppend(&wide, "\u20ac");
  EXPECT_EQ(FaultsOf("\"I\"", absl::StrCat("\"", wide, "\"")), Texts());
}

TEST(HelloCheckTest, RejectsAnotherRoleAlone) {
  EXPECT_EQ(FaultsOf("client", "server"),
            Texts({"`roles` has no \"client\": the suite drives no other role of a shim yet"}));
}

TEST(HelloCheckTest, NotesWhatMayBeMeantSo) {
  const HelloCheck check = CheckHello(HelloWith("\"loaded\":\"/x\"", "\"lib\":1,\"Seal\":true"));
  EXPECT_EQ(check.faults, Texts());
  ASSERT_EQ(check.notes.size(), 3U);
  EXPECT_EQ(check.notes[0], "`Seal` is no member of hello and is ignored; is `seal` meant?");
  EXPECT_EQ(check.notes[1], "`lib` is no member of hello and is ignored");
  EXPECT_TRUE(absl::StartsWith(check.notes[2], "there is no `loaded`"));
  const HelloCheck empty = CheckHello(HelloWith("[\"0\",\"undefined-legacy\"]", "[]"));
  ASSERT_EQ(empty.notes.size(), 1U);
  EXPECT_TRUE(absl::StartsWith(empty.notes[0], "`min` is empty"));
}

TEST(HelloCheckTest, RejectsWhatIsNestedTooDeep) {
  const std::string brackets =
      absl::StrCat(std::string(480000, '['), std::string(480000, ']'));  // under 1 MiB
  EXPECT_EQ(FaultsOf("[\"0\",\"undefined-legacy\"]", brackets),
            Texts({"is nested deeper than 16 levels"}));
  EXPECT_EQ(FaultsOf("\"0x80090308\"", brackets), Texts({"is nested deeper than 16 levels"}));
}

TEST(HelloCheckTest, RejectsWhatIsNoObject) {
  EXPECT_EQ(CheckHello("[]").faults, Texts({"is JSON, but no object"}));
}

TEST(WordsTest, FindsTheWordThatWasMeant) {
  constexpr absl::string_view kWords[] = {"message", "id", "in_flight", "seal"};
  EXPECT_EQ(NearestWord("mesage", kWords), "message");
  EXPECT_EQ(NearestWord("InFlight", kWords), "in_flight");
  EXPECT_EQ(NearestWord("ID", kWords), "id");
  EXPECT_EQ(NearestWord("it", kWords), "");
  EXPECT_EQ(NearestWord("massages", kWords), "message");
  EXPECT_EQ(NearestWord("sealed", kWords), "");
  EXPECT_EQ(NearestWord(std::string(100000, 'm'), kWords), "");
}

TEST(WordsTest, ShowsQuotesAsTheyAre) {
  EXPECT_EQ(Shown("{\"a\":'\x1b'}"), "{\"a\":'\\x1b'}");
  EXPECT_EQ(Shown(std::string(200, 'x')), absl::StrCat(std::string(120, 'x'), "..."));
}

TEST(LineFormTest, TellsKindsOfBadLinesApart) {
  EXPECT_EQ(FormOf("{}").fault, "");
  EXPECT_EQ(FormOf(" {\"id\":1}\r").fault, "");
  EXPECT_EQ(FormOf("").key, "empty line");
  EXPECT_EQ(FormOf(" \r").key, "empty line");
  EXPECT_EQ(FormOf("{\"a\":\"\xff\"}").fault,
            "a line on standard output that is no UTF-8 at byte 7");
  EXPECT_EQ(FormOf("[1]").key, "no object");
  EXPECT_EQ(FormOf("{").key, "no whole object");
  EXPECT_EQ(FormOf("{'type': 'hello'}").key, "single quotes");
  EXPECT_EQ(FormOf("{\"a\":" + std::string(480000, '[') + std::string(480000, ']') + "}").fault,
            "a line on standard output that is nested deeper than 16 levels");
  EXPECT_EQ(FormOf("DEBUG").key, "no JSON");
}

TEST(LineFormTest, FindsTheId) {
  EXPECT_EQ(IdOf("{\"id\":4294967295}"), 4294967295U);
  for (const char* line :
       {"{\"id\":4294967296}", "{\"id\":-1}", "{\"id\":\"1\"}", "{}", "[1]", "x"}) {
    EXPECT_EQ(IdOf(line), std::nullopt) << line;
  }
}

TEST(LineFormTest, HintsAtMembers) {
  EXPECT_EQ(MemberHint("Message"), "; is `message` meant?");
  EXPECT_EQ(MemberHint("message"), "");
  EXPECT_EQ(MemberHint("colour"), "");
  EXPECT_EQ(SpellingHint("{\"mesage\":\"\"}"), "; is its `mesage` meant for `message`?");
  EXPECT_EQ(SpellingHint("{\"mesage\":\"\",\"message\":\"\"}"), "");
  EXPECT_EQ(SpellingHint("[]"), "");
}

TEST(LineFormTest, TakesTheLastLine) {
  EXPECT_EQ(LastLine("a\nb \n\n"), "b");
  EXPECT_EQ(LastLine("a"), "a");
  EXPECT_EQ(LastLine(""), "");
}

std::vector<uint8_t> BytesOf(absl::string_view text) { return {text.begin(), text.end()}; }

std::vector<uint8_t> NegotiateBytes() {
  ntlm::NegotiateMessage message;
  message.negotiate_flags = 0xE2888235;
  return message.Serialize().value();
}

TEST(MessageCheckTest, AcceptsAMessageOfItsType) {
  EXPECT_EQ(MessageFault(MessageType::kNegotiate, NegotiateBytes()), "");
}

TEST(MessageCheckTest, SaysWhatWasPassedOnInstead) {
  const std::pair<std::string, std::string> cases[] = {
      {"TlRMTVNTUAABAAAA", "it is base64: decode it"},
      {"4e544c4d53535000", "it is in hexadecimal twice"},
      {std::string("\x60\x28", 2) + "NTLMSSP",
       "the signature NTLMSSP stands at byte 2: pass on the"},
      {"\xa1\x07\x30\x05", "it looks like SPNEGO"},
      {"", "it does not begin with the signature NTLMSSP and a zero"},
      {std::string("NTLMSSP\0\2\0\0\0", 12), "its MessageType is that of CHALLENGE_MESSAGE"},
      {std::string("NTLMSSP\0\3\0\0\0", 12), "its MessageType is that of AUTHENTICATE_MESSAGE"},
      {std::string("NTLMSSP\0\1\0\0\0", 12), "cannot read 16 bytes at offset 0 of 12"},
  };
  for (const auto& [message, why] : cases) {
    const std::string fault = MessageFault(MessageType::kNegotiate, BytesOf(message));
    EXPECT_TRUE(absl::StrContains(fault, "no NEGOTIATE_MESSAGE that can be read: ")) << fault;
    EXPECT_TRUE(absl::StrContains(fault, why)) << fault;
  }
}

TEST(MessageCheckTest, NamesTheFieldThatPointsOutside) {
  ntlm::NegotiateMessage negotiate;
  negotiate.negotiate_flags = ntlm::flags::kOemDomainSupplied;
  negotiate.domain_name = Bytes();
  std::vector<uint8_t> message = negotiate.Serialize().value();
  message[16] = 4;     // DomainNameFields.Len
  message[20] = 0x99;  // BufferOffset
  EXPECT_EQ(MessageFault(MessageType::kNegotiate, message),
            "its `message` is no NEGOTIATE_MESSAGE that can be read: DomainNameFields at byte 16 "
            "points to 4 bytes at 153, outside the message of 24 bytes");
}

// An AUTHENTICATE_MESSAGE with responses and names in a character set.
std::vector<uint8_t> Authenticate(const std::string& user, const std::string& domain,
                                  const std::vector<uint8_t>& lm, const std::vector<uint8_t>& nt,
                                  bool unicode = true) {
  const auto encoded = [&](const std::string& name) {
    return unicode ? Utf8ToUtf16(name).value() : BytesOf(name);
  };
  const std::vector<uint8_t> user_name = encoded(user);
  const std::vector<uint8_t> domain_name = encoded(domain);
  ntlm::AuthenticateMessage message;
  message.lm_challenge_response = lm;
  message.nt_challenge_response = nt;
  message.user_name = user_name;
  message.domain_name = domain_name;
  message.encrypted_random_session_key = Bytes();
  message.negotiate_flags = unicode ? 0x201U : 0x202U;
  return message.Serialize().value();
}

template <typename Array>
std::vector<uint8_t> Vector(const Array& bytes) {
  return {bytes.begin(), bytes.end()};
}

TEST(MessageCheckTest, ComparesNames) {
  for (const bool unicode : {true, false}) {
    const NameFaults right = FaultsOfNames(Authenticate(kUser, kDomain, {}, {}, unicode));
    EXPECT_EQ(right.faults, Texts());
    EXPECT_EQ(right.notes, Texts());
  }
  EXPECT_EQ(FaultsOfNames(Authenticate("Other", "Else", {}, {})).faults,
            Texts({"the user in its AUTHENTICATE_MESSAGE is 'Other', in the account of hello it is "
                   "'User'",
                   "the domain in its AUTHENTICATE_MESSAGE is 'Else', in the account of hello it "
                   "is 'Domain'"}));
  EXPECT_EQ(FaultsOfNames(Authenticate("", kDomain, {}, {})).faults.size(), 1U);
  EXPECT_EQ(FaultsOfNames(BytesOf("x")).faults, Texts());
}

TEST(MessageCheckTest, OnlyNotesDomainsThatImplementationsChoose) {
  for (const char* domain : {"", "DOMAIN", fixed::kNbDomainName, fixed::kNbComputerName}) {
    const NameFaults names = FaultsOfNames(Authenticate(kUser, domain, {}, {}));
    EXPECT_EQ(names.faults, Texts()) << domain;
    EXPECT_EQ(names.notes.size(), 1U) << domain;
  }
}

TEST(MessageCheckTest, RecognisesThePasswordInEveryResponse) {
  const Account& account = TestAccount();
  const ntlm::Challenge server = fixed::kServerChallenge;
  const ntlm::Challenge other = {1, 1, 1, 1, 1, 1, 1, 1};
  const ntlm::Challenge client = fixed::kClientChallenge;
  const std::vector<uint8_t> temp = ntlm::NtlmV2ClientChallenge(fixed::kTime, client, {});
  const ntlm::Hash upper =
      ntlm::NtowfV2(account.ntowf_v1, account.user, Utf8ToUtf16("DOMAIN").value());
  const std::pair<std::vector<uint8_t>, std::vector<uint8_t>> responses[] = {
      {Vector(ntlm::Desl(account.lmowf_v1, server)), {}},
      {{}, Vector(ntlm::Desl(account.ntowf_v1, server))},
      {Vector(ntlm::LmEssResponse(client)),
       Vector(ntlm::NtlmEssResponse(account.ntowf_v1, server, client))},
      {{}, ntlm::NtlmV2Response(account.ntowf_v2, server, temp)},
      {{}, ntlm::NtlmV2Response(upper, server, temp)},
      {Vector(ntlm::LmV2Response(account.ntowf_v2, server, client)), {}},
  };
  for (const auto& [lm, nt] : responses) {
    const std::vector<uint8_t> message = Authenticate(kUser, kDomain, lm, nt);
    EXPECT_TRUE(ProvesPassword(message, server));
    EXPECT_FALSE(ProvesPassword(message, other));
  }
  EXPECT_FALSE(ProvesPassword(Authenticate(kUser, kDomain, {}, {}), server));
  EXPECT_FALSE(ProvesPassword(BytesOf("x"), server));
}

TEST(MessageCheckTest, LooksAtTheFormOfWhatIsSealed) {
  const std::vector<uint8_t> signature(16, 1);
  const std::vector<uint8_t> sealed(kSealProbe.size(), 0x55);
  EXPECT_EQ(SealedFault({sealed, signature}), "");
  EXPECT_TRUE(absl::StrContains(SealedFault({BytesOf(kSealProbe), signature}), "is not sealed"));
  EXPECT_EQ(SealedFault({{1, 2}, signature}),
            "the `message` in `sealed` has 2 bytes, the `probe` of hello 23");
  std::vector<uint8_t> both = signature;
  both.insert(both.end(), sealed.begin(), sealed.end());
  EXPECT_TRUE(absl::StrContains(SealedFault({both, signature}), "belongs into `signature` alone"));
}

TEST(CheckReportTest, SaysEachThingOnce) {
  Texts lines;
  CheckReport report([&](CheckMark mark, const std::string& text) {
    lines.push_back(absl::StrCat(CheckMarkName(mark), " ", text));
  });
  report.Ok("a");
  report.Fail("b");
  report.Fail("b");
  report.Fail("c", "key");
  report.Fail("d", "key");
  report.Fail(std::string(70, 'e'), "key");
  report.Note("b");
  report.Note("b");
  report.Info("f");
  report.TellRepeats();
  EXPECT_EQ(lines, Texts({"ok a", "FAIL b", "FAIL c", "note b", "info f",
                          "info came 1 time more: b", "info came 2 times more: c"}));
  EXPECT_EQ(report.fails(), 2);
  EXPECT_EQ(report.notes(), 1);
}

TEST(FaultPlacesTest, JoinsPlacesOfTheSameFault) {
  Texts lines;
  CheckReport report([&](CheckMark, const std::string& text) { lines.push_back(text); });
  FaultPlaces places;
  EXPECT_TRUE(places.empty());
  places.Add("wrong: {\"id\":1", "here");
  places.Add("other", "there");
  places.Add("wrong: {\"id\":2", "there");
  places.Tell(CheckMark::kFail, &report);
  places.Add("other", "anywhere");
  places.Add("other", "elsewhere");
  places.Tell(CheckMark::kNote, &report);
  EXPECT_EQ(lines,
            Texts({"here and 1 more place: wrong: {\"id\":1", "there: other",
                   "here and 1 more place: wrong: {\"id\":1", "there and 2 more places: other"}));
}

// A process that sleeps, ended with the object.
class Sleeper {
 public:
  Sleeper() : process_(fork()) {
    if (process_ == 0) {
      execl("/bin/sleep", "sleep", "60", nullptr);
      _exit(127);
    }
  }
  ~Sleeper() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  pid_t process() const { return process_; }

 private:
  pid_t process_;
};

TEST(ShimFilesTest, NamesProcesses) {
  const Sleeper sleeper;
  while (ProcessName(sleeper.process()) != "sleep") usleep(1000);
  EXPECT_EQ(ShareFault({sleeper.process()}), "");
  EXPECT_EQ(ProcessName(-1), "(gone)");
}

TEST(ShimFilesTest, LimitsTheNumberOfProcesses) {
  EXPECT_EQ(ShareFault(std::vector<pid_t>(65, getpid())),
            "it runs more than 64 processes (PROTOCOL.md, What breaks a test)");
}

TEST(ShimFilesTest, KnowsFiles) {
  const std::string self = ProgramOf(getpid());
  EXPECT_TRUE(IsNative(self));
  EXPECT_FALSE(IsNative("/proc/self/status"));
  EXPECT_FALSE(IsNative("/no/such/file"));
  EXPECT_TRUE(IsSameFile(self, "/proc/self/exe"));
  EXPECT_FALSE(IsSameFile(self, "/no/such/file"));
  EXPECT_EQ(MappedFiles(getpid()).count(self), 1U);
  EXPECT_EQ(ProgramOf(-1), "");
}

TEST(LoadedWatchTest, SeesWhoRunsAFile) {
  LoadedWatch watch(ProgramOf(getpid()));
  const Sleeper sleeper;
  LoadedWatch sleep_watch("/bin/sleep");
  for (LoadedWatch* each : {&watch, &sleep_watch}) {
    each->Follow(getpid());
    while (each->files().size() < 2) usleep(1000);
    each->Stop();
  }
  EXPECT_EQ(watch.user(), "");
  EXPECT_EQ(sleep_watch.user(), "run as sleep");
  EXPECT_EQ(watch.processes(), std::set<std::string>({"sleep"}));
}

TEST(LoadedWatchTest, SeesThatAFileIsNotOpened) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/not_opened.", getpid());
  std::ofstream(path) << "nobody else knows this name";
  EXPECT_FALSE(LoadedWatch(path).WasOpened());
  std::remove(path.c_str());
}

TEST(LoadedWatchTest, SeesThatAFileIsOpened) {
  LoadedWatch watch("/bin/sleep");
  {
    const Sleeper sleeper;
    usleep(100000);
  }
  EXPECT_TRUE(watch.WasOpened());
}

TEST(CheckSubjectTest, SaysThatTheShimCanNotBeStarted) {
  const auto summary =
      CheckSubject({.command = {"/no/such/shim"}}, [](CheckMark, const std::string&) {});
  EXPECT_TRUE(absl::IsNotFound(summary.status()));
}

TEST(CheckSubjectTest, SaysThatTheUserStoppedIt) {
  const auto summary = CheckSubject({.command = {"/bin/cat"}, .stop = [] { return true; }},
                                    [](CheckMark, const std::string&) {});
  EXPECT_TRUE(absl::IsCancelled(summary.status()));
}

TEST(CheckSubjectTest, NamesAnEchoOfItsOwnLine) {
  Texts fails;
  const auto summary =
      CheckSubject({.command = {"/bin/cat"}}, [&](CheckMark mark, const std::string& text) {
        if (mark == CheckMark::kFail) fails.push_back(text);
      });
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->problems, 9);
  ASSERT_FALSE(fails.empty());
  EXPECT_EQ(fails[0], "hello: `implementation` is missing (PROTOCOL.md, hello)");
}

}  // namespace
}  // namespace ntlmatrix::conformance::check
