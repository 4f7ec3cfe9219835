// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_PROTOCOL_LINES_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_PROTOCOL_LINES_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "conformance/cell.h"
#include "conformance/subjects/stimulus.h"
#include "parsers/bytes/bytes.h"

// The lines of the subject protocol, version 1: conformance/subjects/PROTOCOL.md.
namespace ntlmatrix::conformance::external {

inline constexpr size_t kMaxLine = 1 << 20;  // bytes, with the line feed
inline constexpr int kProtocolVersion = 1;

// Settings of `min` beside masks and undefined ones.
inline constexpr char kOwnSetting[] = "own";
inline constexpr char kInventedSetting[] = "invented";

// Where a client is put for one exchange.
struct ClientPlace {
  std::string min;  // a mask, "undefined-legacy", "undefined-modern", kOwnSetting
  int lm = 0;
  Application app = Application::kNone;
};

// What a shim says of its subject.
struct Hello {
  std::string implementation;
  std::string version;
  std::string loaded;  // empty where it names no file
  size_t in_flight = 1;
  bool client = false;
  bool server = false;
  std::set<std::string> min;
  std::set<int> lm;
  std::set<Application> app;
  bool seal = false;
  std::map<std::string, uint32_t> errors;  // documented codes by native name
  std::vector<std::string> unknown_members;
};

// What a shim says of an exchange of a client.
struct Answer {
  enum class Kind { kNegotiate, kAuthenticate, kUnsupported, kRefused };
  Kind kind = Kind::kRefused;
  uint32_t id = 0;
  std::vector<uint8_t> message;         // of kNegotiate and kAuthenticate
  std::optional<SealedMessage> sealed;  // of kAuthenticate
  std::string what;                     // of kUnsupported: role, min, lm, app
  std::string error;                    // of kRefused: native name, may be empty
  std::string text;                     // of kUnsupported and kRefused; of a seal_error
  std::vector<std::string> unknown_members;
};

// Lines of the suite, each with its line feed.
std::string HelloLine();
std::string StartLine(uint32_t id, const ClientPlace& place);
std::string ChallengeLine(uint32_t id, Bytes message);
std::string DropLine(uint32_t id);

// Reads a line of the shim, without its line feed. InvalidArgument says what is wrong in the words
// of PROTOCOL.md.
absl::StatusOr<Hello> ParseHello(absl::string_view line);
absl::StatusOr<Answer> ParseAnswer(absl::string_view line);

// "negotiate": the word in `type`.
absl::string_view AnswerWord(Answer::Kind kind);

// The start of a line for people: one line, what can't be printed escaped, cut where it is long.
std::string Excerpt(absl::string_view line);

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_PROTOCOL_LINES_H_
