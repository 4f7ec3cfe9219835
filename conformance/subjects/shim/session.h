// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_SESSION_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_SESSION_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include <nlohmann/json_fwd.hpp>

#include "conformance/subjects/shim/client.h"

namespace ntlmatrix::conformance::shim {

// Makes the client of an account; NotFound says what is not installed.
using MakeClient =
    absl::FunctionRef<absl::StatusOr<std::unique_ptr<ShimClient>>(const ShimAccount& account)>;

// The subject protocol from the side of a shim, see PROTOCOL.md: lines of the suite become calls of
// a client, and what it gives becomes lines.
class Session {
 public:
  // `make` must outlive the session.
  explicit Session(MakeClient make) : make_(make) {}

  // Takes a line without its line feed and appends the answer, with line feed, to `out` if there is
  // one. What is no line of the protocol is named on standard error and not answered. An error,
  // after which there is nothing to go on with, is that of `make` or of a version we do not speak.
  absl::Status Handle(absl::string_view line, std::string* out);

 private:
  absl::Status Hello(const nlohmann::json& line, std::string* out);
  void Start(uint32_t id, const nlohmann::json& line, std::string* out);
  void Challenge(uint32_t id, const std::optional<std::vector<uint8_t>>& message, std::string* out);

  struct Exchange {
    std::unique_ptr<ShimContext> context;
    bool seals = false;
  };

  MakeClient make_;
  std::unique_ptr<ShimClient> client_;  // null before hello
  ShimInfo info_;
  std::vector<uint8_t> probe_;
  std::unordered_map<uint32_t, Exchange> open_;
};

}  // namespace ntlmatrix::conformance::shim

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_SESSION_H_
