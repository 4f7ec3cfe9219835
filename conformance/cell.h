// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CELL_H_
#define NTLMATRIX_CONFORMANCE_CELL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::conformance {

// A group of cells with the same axes.
enum class Family {
  kPolicy,     // the core matrix
  kPolicyOdd,  // values of the setting that no document explains
};

inline constexpr Family kAllFamilies[] = {Family::kPolicy, Family::kPolicyOdd};

// What is known of the client setting NtlmMinClientSec.
enum class SettingState {
  kUndefinedLegacy,  // not defined, Windows Vista / Server 2008 or older
  kUndefinedModern,  // not defined, Windows 7 / Server 2008 R2 or newer
  kDefined,
};

// NtlmMinClientSec as one value of the `min` axis.
struct ClientSetting {
  SettingState state = SettingState::kDefined;
  uint32_t value = 0;  // only where the state is kDefined

  // The value that applies: the setting, or the default of the generation where it is not defined.
  uint32_t Effective() const;

  bool operator==(const ClientSetting&) const = default;
};

// What the application asks of the SSP; for RPC the authentication level.
enum class Application {
  kNone,             // RPC connect
  kIntegrity,        // RPC packet integrity
  kConfidentiality,  // RPC packet privacy
};

inline constexpr Application kAllApplications[] = {Application::kNone, Application::kIntegrity,
                                                   Application::kConfidentiality};

// One combination of client setting and server capability.
struct Cell {
  Family family = Family::kPolicy;
  ClientSetting min;
  int lm = 0;  // LmCompatibilityLevel, 0..5
  Application app = Application::kNone;
  ntlm::NegotiateFlags server = 0;  // granted: extended session security, 128, 56

  // The stable name: policy/min=0x20080000/lm=3/app=confidentiality/server=ess,128
  std::string Name() const;

  bool operator==(const Cell&) const = default;
};

// The values of each axis in its order; those of `min` belong to one family each. Static lifetime.
absl::Span<const ClientSetting> AllSettings(Family family);
absl::Span<const int> AllLevels();
absl::Span<const ntlm::NegotiateFlags> AllServers();

// All cells of a family, in the order of its axes.
std::vector<Cell> AllCells(Family family);

// The cells of every family, the core matrix first.
std::vector<Cell> AllCells();

// The cell with this name; InvalidArgument says which part names no value of its axis.
absl::StatusOr<Cell> CellFromName(absl::string_view name);

// The words of the axes, as names spell them.
absl::string_view FamilyName(Family family);
std::string SettingName(const ClientSetting& setting);
absl::string_view ApplicationName(Application app);
std::string ServerName(ntlm::NegotiateFlags server);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_CELL_H_
