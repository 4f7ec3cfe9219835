// SPDX-License-Identifier: Apache-2.0

#include "conformance/impact/profile.h"

#include <nlohmann/json.hpp>

namespace ntlmatrix::impact {
namespace {

using Json = nlohmann::json;
namespace flags = ntlm::flags;

// What a product has of which nothing else is said.
constexpr ntlm::NegotiateFlags kEverything =
    flags::kExtendedSessionSecurity | flags::k128 | flags::kSign | flags::kSeal;

ntlm::NegotiateFlags FlagOf(const std::string& capability) {
  if (capability == "extended-session-security") return flags::kExtendedSessionSecurity;
  if (capability == "128-bit-encryption") return flags::k128;
  return capability == "message-integrity" ? flags::kSign : flags::kSeal;
}

ntlm::NegotiateFlags FlagsOf(const Json& json, const char* name) {
  ntlm::NegotiateFlags mask = 0;
  for (const Json& capability : json.value(name, Json::array())) {
    mask |= FlagOf(capability.get<std::string>());
  }
  return mask;
}

KnownFlags FlagsOfProfile(const Json& json) {
  if (json.contains("flags")) {
    return {.set = conformance::ParseFlagWord(json.value("flags", "")).value()};
  }
  const ntlm::NegotiateFlags unknown = FlagsOf(json, "unknown");
  return {.set = kEverything & ~unknown & ~FlagsOf(json, "missing"), .unknown = unknown};
}

std::optional<conformance::Side> RoleOf(const std::string& role) {
  if (role == "client") return conformance::Side::kClient;
  if (role == "server") return conformance::Side::kServer;
  return std::nullopt;
}

Confidence ConfidenceOf(const std::string& word) {
  if (word == "high") return Confidence::kHigh;
  return word == "medium" ? Confidence::kMedium : Confidence::kLow;
}

// The file is part of the program; the test holds it against its schema.
std::vector<Profile> ReadProfiles() {
  std::vector<Profile> profiles;
  const absl::string_view text = ProfilesJson();
  const Json file = Json::parse(text.begin(), text.end());
  for (const Json& json : file["profiles"]) {
    profiles.push_back({.id = json.value("id", ""),
                        .name = json.value("name", ""),
                        .role = RoleOf(json.value("role", "")),
                        .transport = json.value("transport", ""),
                        .flags = FlagsOfProfile(json),
                        .seen_in = json.value("seen_in", ""),
                        .sources = json.value("sources", std::vector<std::string>()),
                        .confidence = ConfidenceOf(json.value("confidence", "")),
                        .saw = json.value("saw", ""),
                        .note = json.value("note", "")});
  }
  return profiles;
}

}  // namespace

absl::string_view ConfidenceName(Confidence confidence) {
  switch (confidence) {
    case Confidence::kHigh:
      return "high";
    case Confidence::kMedium:
      return "medium";
    case Confidence::kLow:
      break;
  }
  return "low";
}

const std::vector<Profile>& Profiles() {
  static const auto* const profiles = new std::vector<Profile>(ReadProfiles());
  return *profiles;
}

bool IsPeerOf(const Profile& profile, conformance::Side side) { return profile.role != side; }

}  // namespace ntlmatrix::impact
