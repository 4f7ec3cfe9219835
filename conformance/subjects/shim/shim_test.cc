// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/shim/shim.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include <gnu/libc-version.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "conformance/subjects/shim/line_reader.h"

namespace ntlmatrix::conformance::shim {
namespace {

using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

constexpr char kHello[] =
    R"({"type":"hello","protocol":1,"suite":"NTLMatrix","account":{"user":"User",)"
    R"("domain":"Domain","password":"Password","workstation":"COMPUTER"},"probe":"706f"})";

std::string Start(int id, const std::string& rest =
                              R"("role":"client","min":"own","lm":3,"app":"confidentiality")") {
  return absl::StrCat(R"({"type":"start","id":)", id, ",", rest, "}");
}

std::string Challenge(int id, const std::string& message) {
  return absl::StrCat(R"({"type":"challenge","id":)", id, R"(,"message":")", message, "\"}");
}

// Answers with one byte that tells its contexts apart; a CHALLENGE_MESSAGE of 00 is refused, after
// one of 01 nothing can be sealed, and those of 02 to 05 break in the ways of real libraries.
class FakeContext : public ShimContext {
 public:
  FakeContext(const ShimSetup& setup, uint8_t number) : setup_(setup), number_(number) {}

  Answer Negotiate() override {
    if (setup_.lm == 5) return Refused{"FAKE_E_LEVEL", "level 5"};
    return std::vector<uint8_t>{number_};
  }

  Answer Authenticate(Bytes challenge) override {
    challenge_ = challenge.empty() ? 0 : challenge[0];
    if (challenge_ == 0) return Refused{"FAKE_E_TOKEN", "bad token"};
    if (challenge_ == 2) std::raise(SIGSEGV);
    if (challenge_ == 3) *null_ = 0;
    if (challenge_ == 4) std::exit(3);
    if (challenge_ == 5) pause();
    return std::vector<uint8_t>{number_, challenge_};
  }

  absl::StatusOr<Sealed> Seal(Bytes probe) override {
    if (challenge_ == 1) return absl::InternalError("no key");
    return Sealed{{probe.begin(), probe.end()}, std::vector<uint8_t>(16, number_)};
  }

 private:
  ShimSetup setup_;
  uint8_t number_;
  uint8_t challenge_ = 0;
  volatile uint8_t* volatile null_ = nullptr;
};

class FakeClient : public ShimClient {
 public:
  explicit FakeClient(std::string user) : user_(std::move(user)) {}

  ShimInfo Info() const override {
    return {.implementation = user_,
            .version = "1",
            .min = {{SettingState::kDefined, 0x20000000}},
            .lm = {3, 5},
            .app = {Application::kNone, Application::kConfidentiality},
            .seal = true};
  }

  std::unique_ptr<ShimContext> Start(const ShimSetup& setup) override {
    return std::make_unique<FakeContext>(setup, ++started_);
  }

 private:
  std::string user_;
  uint8_t started_ = 0;
};

absl::StatusOr<std::unique_ptr<ShimClient>> MakeFake(const ShimAccount& account) {
  return std::make_unique<FakeClient>(account.user);
}

absl::StatusOr<std::unique_ptr<ShimClient>> NotInstalled(const ShimAccount&) {
  return absl::NotFoundError("libfake is not installed");
}

// A session after hello.
class SessionTest : public testing::Test {
 protected:
  SessionTest() {
    std::string hello;
    EXPECT_TRUE(session_.Handle(kHello, &hello).ok());
    EXPECT_EQ(hello.substr(0, 54), R"({"type":"hello","protocol":1,"implementation":"User",")");
  }

  std::string Handle(const std::string& line) {
    std::string answer;
    EXPECT_TRUE(session_.Handle(line, &answer).ok());
    return answer;
  }

  Session session_{MakeFake};
};

TEST_F(SessionTest, TakesAContextThroughAnExchange) {
  EXPECT_EQ(Handle(Start(7)), "{\"type\":\"negotiate\",\"id\":7,\"message\":\"01\"}\n");
  EXPECT_EQ(Handle(Challenge(7, "aa")),
            "{\"type\":\"authenticate\",\"id\":7,\"message\":\"01aa\",\"sealed\":{"
            "\"message\":\"706f\",\"signature\":\"01010101010101010101010101010101\"}}\n");
}

TEST_F(SessionTest, KeepsExchangesApart) {
  Handle(Start(7));
  EXPECT_EQ(Handle(Start(9, R"("role":"client","min":"own","lm":3,"app":"none")")),
            "{\"type\":\"negotiate\",\"id\":9,\"message\":\"02\"}\n");
  EXPECT_EQ(Handle(Challenge(7, "00")),
            "{\"type\":\"refused\",\"id\":7,\"error\":\"FAKE_E_TOKEN\",\"text\":\"bad token\"}\n");
  EXPECT_EQ(Handle(Challenge(9, "bb")),
            "{\"type\":\"authenticate\",\"id\":9,\"message\":\"02bb\"}\n");
}

TEST_F(SessionTest, TellsWhySealingFailed) {
  Handle(Start(1));
  EXPECT_EQ(
      Handle(Challenge(1, "01")),
      "{\"type\":\"authenticate\",\"id\":1,\"message\":\"0101\",\"seal_error\":\"no key\"}\n");
}

TEST_F(SessionTest, PassesOnARefusalToStart) {
  EXPECT_EQ(Handle(Start(1, R"("role":"client","min":"0x20000000","lm":5,"app":"none")")),
            "{\"type\":\"refused\",\"id\":1,\"error\":\"FAKE_E_LEVEL\",\"text\":\"level 5\"}\n");
}

TEST_F(SessionTest, FindsTheMessageInAnyJson) {
  const char* const kLines[] = {
      R"({ "id" : 1, "message" : "aabb", "type" : "challenge" })",
      R"({"message":"aabb","type":"challenge","id":1})",
      R"({"type":"challenge","id":1,"message":"aa\u0062b"})",
      R"({"type":"challenge","id":1,"\u006dessage":"aabb"})",
      R"({"type":"challenge","id":1,"more":{"message":"00"},"message":"aabb"})",
      R"({"type":"challenge","id":1,"message":"aabb","more":"\"message\":\"00\""})",
      R"({"type":"challenge","id":1,"\"message":"00","\u006dessage":"aabb"})",
  };
  for (const char* line : kLines) {
    Handle(Start(1));
    const std::string answer = Handle(line);
    EXPECT_NE(answer.find("\"authenticate\""), std::string::npos) << line << "\n" << answer;
    EXPECT_NE(answer.find("aa\","), std::string::npos) << line << "\n" << answer;
  }
}

// "Say so for everything that `hello` does not list, never answer as if."
TEST_F(SessionTest, SaysUnsupportedForWhatHelloDoesNotList) {
  const std::pair<const char*, const char*> kCases[] = {
      {"role", R"("role":"server","min":"own","lm":3)"},
      {"min", R"("role":"client","min":"0x20080000","lm":3,"app":"none")"},
      {"min", R"("role":"client","min":"0","lm":3,"app":"none")"},
      {"min", R"("role":"client","min":"invented","lm":3,"app":"none")"},
      {"lm", R"("role":"client","min":"own","lm":4,"app":"none")"},
      {"lm", R"("role":"client","min":"own","lm":4294967299,"app":"none")"},
      {"app", R"("role":"client","min":"own","lm":3,"app":"integrity")"},
      {"app", R"("role":"client","min":"own","lm":3,"app":"invented")"},
  };
  for (const auto& [what, start] : kCases) {
    const std::string answer = Handle(Start(1, start));
    const std::string expected =
        absl::StrCat("{\"type\":\"unsupported\",\"id\":1,\"what\":\"", what, "\",\"text\":\"");
    EXPECT_EQ(answer.substr(0, expected.size()), expected) << start;
  }
}

TEST_F(SessionTest, DropsAnExchange) {
  Handle(Start(1));
  EXPECT_EQ(Handle(R"({"type":"drop","id":1})"), "");
  CaptureStderr();
  EXPECT_EQ(Handle(Challenge(1, "aa")), "");
  EXPECT_EQ(GetCapturedStderr(), "ignored: challenge 1 is for no open exchange\n");
}

TEST_F(SessionTest, EndsAnExchangeWithItsAnswer) {
  Handle(Start(1));
  Handle(Challenge(1, "aa"));
  CaptureStderr();
  EXPECT_EQ(Handle(Challenge(1, "aa")), "");
  EXPECT_NE(GetCapturedStderr(), "");
}

TEST_F(SessionTest, NamesOnStandardErrorWhatItIgnores) {
  Handle(Start(1));
  const std::pair<std::string, const char*> kCases[] = {
      {"", "ignored: not a JSON object with a type: \n"},
      {"[1]", "ignored: not a JSON object with a type: [1]\n"},
      {"{\"id\":1}", "ignored: not a JSON object with a type: {\"id\":1}\n"},
      {R"({"type":"dance","id":1})", "ignored: unknown type 'dance'\n"},
      {R"({"type":"start"})", "ignored: 'start' without an id\n"},
      {R"({"type":"start","id":-1})", "ignored: 'start' without an id\n"},
      {R"({"type":"start","id":4294967296})", "ignored: 'start' without an id\n"},
      {R"({"type":"start","id":"1"})", "ignored: 'start' without an id\n"},
      {R"({"type":"start","id":1})", "ignored: start 1 lacks role, min, lm or app\n"},
      {Start(1, R"("role":"client")"), "ignored: start 1 lacks role, min, lm or app\n"},
      {R"({"type":"challenge","id":1})", "ignored: challenge 1 has no message\n"},
      {Challenge(1, "0g"), "ignored: challenge 1 has no message\n"},
      {R"({"type":"challenge","id":1,"message":12})", "ignored: challenge 1 has no message\n"},
      {R"({"type":"challenge","id":1,"more":{"message":"aa"}})",
       "ignored: challenge 1 has no message\n"},
      {R"({"type":"challenge","id":1,"message":"aa)",
       "ignored: not a JSON object with a type: "
       "{\"type\":\"challenge\",\"id\":1,\"message\":\"aa\n"},
  };
  for (const auto& [line, complaint] : kCases) {
    CaptureStderr();
    EXPECT_EQ(Handle(line), "") << line;
    EXPECT_EQ(GetCapturedStderr(), complaint) << line;
  }
}

TEST(HelloTest, IsAnsweredBeforeAllElse) {
  Session session(MakeFake);
  std::string answer;
  CaptureStderr();
  EXPECT_TRUE(session.Handle(Start(1), &answer).ok());
  EXPECT_EQ(GetCapturedStderr(), "ignored: 'start' before hello\n");
  EXPECT_EQ(answer, "");
}

TEST(HelloTest, HasToBeOfAVersionThatWeSpeak) {
  Session session(MakeFake);
  std::string answer;
  EXPECT_TRUE(absl::IsUnimplemented(session.Handle(R"({"type":"hello","protocol":2})", &answer)));
  EXPECT_TRUE(absl::IsInvalidArgument(session.Handle(
      R"({"type":"hello","protocol":1,"account":{"user":"User"},"probe":""})", &answer)));
  EXPECT_TRUE(absl::IsInvalidArgument(
      session.Handle(R"({"type":"hello","protocol":1,"probe":""})", &answer)));
  EXPECT_EQ(answer, "");
}

// Two pipes with a shim between them that has read all of `input`.
struct Spoken {
  absl::Status status;
  std::string output;
};

std::string ReadAll(int fd) {
  std::string all;
  char chunk[4096];
  for (ssize_t got; (got = read(fd, chunk, sizeof(chunk))) > 0;) {
    all.append(chunk, static_cast<size_t>(got));
  }
  return all;
}

int FileWith(const std::string& text) {
  std::FILE* const file = std::tmpfile();
  EXPECT_EQ(std::fwrite(text.data(), 1, text.size(), file), text.size());
  std::rewind(file);
  return fileno(file);
}

Spoken SpeakAbout(const std::string& input, MakeClient make = MakeFake) {
  int out[2];
  EXPECT_EQ(pipe(out), 0);
  Spoken spoken;
  {
    AnswerWriter writer(out[1]);
    spoken.status = Speak(FileWith(input), &writer, make);
  }
  close(out[1]);
  spoken.output = ReadAll(out[0]);
  close(out[0]);
  return spoken;
}

TEST(SpeakTest, AnswersInTheOrderOfTheLines) {
  const Spoken spoken =
      SpeakAbout(absl::StrCat(kHello, "\n", Start(1), "\n", Start(2), "\n", Challenge(2, "00"),
                              "\n", R"({"type":"drop","id":1})", "\nno line feed"));
  EXPECT_TRUE(spoken.status.ok()) << spoken.status;
  EXPECT_EQ(spoken.output.substr(spoken.output.find('\n')),
            "\n{\"type\":\"negotiate\",\"id\":1,\"message\":\"01\"}\n"
            "{\"type\":\"negotiate\",\"id\":2,\"message\":\"02\"}\n"
            "{\"type\":\"refused\",\"id\":2,\"error\":\"FAKE_E_TOKEN\",\"text\":\"bad token\"}\n");
}

TEST(SpeakTest, TakesTheLongestLineAndNoLongerOne) {
  const auto line_of = [](size_t size) {
    return absl::StrCat(kHello, "\n", Start(1), "\n",
                        Challenge(1, std::string(size - Challenge(1, "").size() - 1, 'a')), "\n");
  };
  const Spoken longest = SpeakAbout(line_of(LineReader::kMaxLine));
  EXPECT_TRUE(longest.status.ok()) << longest.status;
  const Spoken longer = SpeakAbout(line_of(LineReader::kMaxLine + 1));
  EXPECT_TRUE(absl::IsResourceExhausted(longer.status)) << longer.status;
  const Spoken endless = SpeakAbout(std::string(3 * LineReader::kMaxLine, 'a'));
  EXPECT_TRUE(absl::IsResourceExhausted(endless.status)) << endless.status;
}

TEST(SpeakTest, EndsWhereNothingIsInstalled) {
  const Spoken spoken = SpeakAbout(absl::StrCat(kHello, "\n", Start(1), "\n"), NotInstalled);
  EXPECT_TRUE(absl::IsNotFound(spoken.status));
  EXPECT_EQ(spoken.output, "");
}

TEST(SpeakTest, EndsWhereADescriptorIsClosed) {
  AnswerWriter nowhere(-1);
  EXPECT_TRUE(absl::IsUnavailable(Speak(-1, &nowhere, MakeFake)));
  EXPECT_TRUE(absl::IsUnavailable(Speak(FileWith(absl::StrCat(kHello, "\n")), &nowhere, MakeFake)));
}

TEST(LoadedFileTest, IsAnAbsolutePath) {
  const std::string library = LoadedFileOf(reinterpret_cast<const void*>(&gnu_get_libc_version));
  EXPECT_EQ(library.substr(0, 1), "/");
  EXPECT_NE(library.find("libc.so"), std::string::npos) << library;
  EXPECT_EQ(LoadedFileNamed(library.substr(library.rfind('/') + 1)), library);
  EXPECT_EQ(LoadedFileOf(nullptr), "");
  EXPECT_EQ(LoadedFileNamed("libno-such-library.so"), "");
}

class ShimMainTest : public testing::Test {
 protected:
  // Runs the shim on a hello, two starts and two challenges, and exits with its status.
  [[noreturn]] void Run(const std::string& second, MakeClient make = MakeFake) {
    dup2(FileWith(absl::StrCat(kHello, "\n", Start(1), "\n", Start(2), "\n", Challenge(1, "00"),
                               "\n", Challenge(2, second), "\n")),
         STDIN_FILENO);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    std::exit(ShimMain(make));
  }

  // What a death test has to see on standard error, the answers among it.
  static constexpr char kFirstAnswered[] = "\"refused\",\"id\":1";
};

using ShimMainDeathTest = ShimMainTest;

TEST_F(ShimMainDeathTest, ExitsAtTheEndOfTheInput) {
  EXPECT_EXIT(Run("aa"), testing::ExitedWithCode(0), "\"authenticate\",\"id\":2");
}

TEST_F(ShimMainDeathTest, ExitsWith69WhereNothingIsInstalled) {
  EXPECT_EXIT(Run("aa", NotInstalled), testing::ExitedWithCode(69), "libfake is not installed");
}

TEST_F(ShimMainDeathTest, ExitsWhereThereIsNoStandardOutput) {
  const auto run_without_output = [] {
    close(STDOUT_FILENO);
    std::exit(ShimMain(MakeFake));
  };
  EXPECT_EXIT(run_without_output(), testing::ExitedWithCode(1), "standard output");
}

// A sanitizer has to see the crash too.
TEST_F(ShimMainDeathTest, CrashesIntoTheHandlerOfBefore) {
  const auto run_with_handler = [this](const char* second) {
    std::signal(SIGSEGV, [](int) { std::exit(7); });
    Run(second);
  };
  EXPECT_EXIT(run_with_handler("02"), testing::ExitedWithCode(7), kFirstAnswered);
  EXPECT_EXIT(run_with_handler("03"), testing::ExitedWithCode(7), kFirstAnswered);
}

// Else the suite would take the first exchange without an answer for the one that broke.
TEST_F(ShimMainDeathTest, WritesGatheredAnswersBeforeACrash) {
  EXPECT_DEATH(Run("02"), kFirstAnswered);
  EXPECT_DEATH(Run("03"), kFirstAnswered);
}

TEST_F(ShimMainDeathTest, WritesGatheredAnswersBeforeTheLibraryExits) {
  EXPECT_EXIT(Run("04"), testing::ExitedWithCode(3), kFirstAnswered);
}

// pause() returns when the answers have been rescued.
TEST_F(ShimMainDeathTest, WritesGatheredAnswersWhileTheLibraryHangs) {
  EXPECT_EXIT(Run("05"), testing::ExitedWithCode(0), kFirstAnswered);
}

}  // namespace
}  // namespace ntlmatrix::conformance::shim
