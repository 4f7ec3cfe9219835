// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_CLIENT_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_CLIENT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

#include "conformance/cell.h"
#include "parsers/bytes/bytes.h"

namespace ntlmatrix::conformance::shim {

// The user of every exchange, in UTF-8.
struct ShimAccount {
  std::string user;
  std::string domain;
  std::string password;
  std::string workstation;
};

// What a shim says of its implementation in `hello`, see PROTOCOL.md.
struct ShimInfo {
  std::string implementation;
  std::string version;
  std::string loaded = {};  // left out where empty
  int in_flight = 64;
  std::vector<ClientSetting> min = {};  // all that it can be put to, beside "own"
  std::vector<int> lm = {};
  std::vector<Application> app = {};
  bool seal = false;
  std::vector<std::pair<std::string, uint32_t>> errors = {};  // name and documented code
};

// Where a context is put; only what ShimInfo lists.
struct ShimSetup {
  std::optional<ClientSetting> min;  // nullopt: "own", the subject as it comes
  int lm = 0;
  Application app = Application::kNone;
};

// An error of the implementation.
struct Refused {
  std::string error = {};  // its name, left out where empty
  std::string text;
};

// A message of the client, or the error that it gave instead.
using Answer = std::variant<std::vector<uint8_t>, Refused>;

// The first sealed message of a client.
struct Sealed {
  std::vector<uint8_t> message;
  std::vector<uint8_t> signature;  // 16 bytes
};

// One security context of a client; the functions are called once each, in this order.
class ShimContext {
 public:
  virtual ~ShimContext() = default;

  // NEGOTIATE_MESSAGE.
  virtual Answer Negotiate() = 0;

  // AUTHENTICATE_MESSAGE.
  virtual Answer Authenticate(Bytes challenge) = 0;

  // Only after an AUTHENTICATE_MESSAGE, for confidentiality, where ShimInfo says `seal`.
  virtual absl::StatusOr<Sealed> Seal(Bytes probe) = 0;
};

// An implementation in the client role.
class ShimClient {
 public:
  virtual ~ShimClient() = default;

  virtual ShimInfo Info() const = 0;

  // A fresh context, which does not outlive the client. An error in making it is for Negotiate().
  virtual std::unique_ptr<ShimContext> Start(const ShimSetup& setup) = 0;
};

}  // namespace ntlmatrix::conformance::shim

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_CLIENT_H_
