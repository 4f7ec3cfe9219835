// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/shim/session.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include <nlohmann/json.hpp>

#include "conformance/subjects/shim/answer_lines.h"

namespace ntlmatrix::conformance::shim {
namespace {

using Json = nlohmann::json;

void Complain(absl::string_view what) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
}

// The member, or null where there is none of this type.
template <typename Type>
const Type* Member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : found->get_ptr<const Type*>();
}

const std::string* Text(const Json& object, const char* name) {
  return Member<Json::string_t>(object, name);
}

std::optional<int64_t> Number(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<int64_t>();
}

std::optional<std::vector<uint8_t>> HexMember(const Json& object, const char* name) {
  const std::string* const digits = Text(object, name);
  return digits == nullptr ? std::nullopt : BytesFromHex(*digits);
}

// A line whose message is kept from the parser of JSON, which would take longer than all the rest.
struct CutLine {
  std::string rest;           // with an empty message
  absl::string_view message;  // points into the line
};

// Cuts the only member `message` of a line; nullopt where it is not one plain string.
std::optional<CutLine> CutMessage(absl::string_view line) {
  constexpr absl::string_view kMember = "\"message\"";
  constexpr absl::string_view kOpening = "\"message\":\"";
  const size_t member = line.find(kMember);
  if (member == absl::string_view::npos || member == 0 || line[member - 1] == '\\' ||
      line.find(kMember, member + 1) != absl::string_view::npos ||
      line.substr(member, kOpening.size()) != kOpening) {
    return std::nullopt;
  }
  const size_t begin = member + kOpening.size();
  const size_t end = line.find('"', begin);
  if (end == absl::string_view::npos) return std::nullopt;
  const absl::string_view message = line.substr(begin, end - begin);
  // An escaped quote would not end it, and what is no hexadecimal is no message anyhow.
  if (message.find('\\') != absl::string_view::npos) return std::nullopt;
  return CutLine{absl::StrCat(line.substr(0, begin), line.substr(end)), message};
}

std::optional<ShimAccount> AccountOf(const Json& line) {
  const auto found = line.find("account");
  if (found == line.end() || !found->is_object()) return std::nullopt;
  const std::string* const user = Text(*found, "user");
  const std::string* const domain = Text(*found, "domain");
  const std::string* const password = Text(*found, "password");
  const std::string* const workstation = Text(*found, "workstation");
  if (!user || !domain || !password || !workstation) return std::nullopt;
  return ShimAccount{*user, *domain, *password, *workstation};
}

template <typename Value>
bool Has(const std::vector<Value>& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::optional<Application> ApplicationFromName(absl::string_view name) {
  for (const Application app : kAllApplications) {
    if (name == ApplicationName(app)) return app;
  }
  return std::nullopt;
}

// What a start asks for and `info` does not list.
struct Missing {
  absl::string_view what;
  std::string asked;
};

struct Asked {
  ShimSetup setup;
  std::optional<Missing> missing;
};

// What a start asks for; nullopt where it is none.
std::optional<Asked> AskedBy(const Json& line, const ShimInfo& info) {
  Asked asked;
  const std::string* const role = Text(line, "role");
  if (role == nullptr) return std::nullopt;
  if (*role != "client") {
    asked.missing = {"role", *role};
    return asked;
  }
  const std::string* const min = Text(line, "min");
  const std::optional<int64_t> lm = Number(line, "lm");
  const std::string* const app = Text(line, "app");
  if (!min || !lm || !app) return std::nullopt;
  if (*min != "own") asked.setup.min = SettingFromText(*min);
  const std::optional<Application> application = ApplicationFromName(*app);
  if (*min != "own" && (!asked.setup.min || !Has(info.min, *asked.setup.min))) {
    asked.missing = {"min", *min};
  } else if (*lm < 0 || *lm > 5 || !Has(info.lm, static_cast<int>(*lm))) {
    asked.missing = {"lm", absl::StrCat(*lm)};
  } else if (!application || !Has(info.app, *application)) {
    asked.missing = {"app", *app};
  } else {
    asked.setup.lm = static_cast<int>(*lm);
    asked.setup.app = *application;
  }
  return asked;
}

}  // namespace

absl::Status Session::Handle(absl::string_view line, std::string* out) {
  const std::optional<CutLine> cut = CutMessage(line);
  const absl::string_view rest = cut ? absl::string_view(cut->rest) : line;
  const Json json = Json::parse(rest.begin(), rest.end(), nullptr, /*allow_exceptions=*/false);
  const std::string* const type = json.is_object() ? Text(json, "type") : nullptr;
  if (type == nullptr) {
    Complain(absl::StrCat("ignored: not a JSON object with a type: ", line.substr(0, 100)));
    return absl::OkStatus();
  }
  if (*type == "hello") return Hello(json, out);
  const std::optional<int64_t> number = Number(json, "id");
  if (!number || *number < 0 || *number > std::numeric_limits<uint32_t>::max()) {
    Complain(absl::StrCat("ignored: '", *type, "' without an id"));
    return absl::OkStatus();
  }
  const auto id = static_cast<uint32_t>(*number);
  if (client_ == nullptr) {
    Complain(absl::StrCat("ignored: '", *type, "' before hello"));
  } else if (*type == "start") {
    Start(id, json, out);
  } else if (*type == "challenge") {
    const bool has_message = cut && Text(json, "message") != nullptr;
    Challenge(id, has_message ? BytesFromHex(cut->message) : HexMember(json, "message"), out);
  } else if (*type == "drop") {
    open_.erase(id);
  } else {
    Complain(absl::StrCat("ignored: unknown type '", *type, "'"));
  }
  return absl::OkStatus();
}

absl::Status Session::Hello(const Json& line, std::string* out) {
  if (Number(line, "protocol") != 1) {
    return absl::UnimplementedError("this shim speaks version 1 of the subject protocol");
  }
  const std::optional<ShimAccount> account = AccountOf(line);
  auto probe = HexMember(line, "probe");
  if (!account || !probe) return absl::InvalidArgumentError("hello has no account or no probe");
  auto client = make_(*account);
  if (!client.ok()) return client.status();
  open_.clear();
  client_ = *std::move(client);
  info_ = client_->Info();
  probe_ = *std::move(probe);
  AppendHello(info_, out);
  return absl::OkStatus();
}

void Session::Start(uint32_t id, const Json& line, std::string* out) {
  const std::optional<Asked> asked = AskedBy(line, info_);
  if (!asked) {
    Complain(absl::StrCat("ignored: start ", id, " lacks role, min, lm or app"));
    return;
  }
  if (asked->missing) {
    AppendUnsupported(id, asked->missing->what,
                      absl::StrCat(info_.implementation, " can't be put to ", asked->missing->what,
                                   " ", asked->missing->asked),
                      out);
    return;
  }
  std::unique_ptr<ShimContext> context = client_->Start(asked->setup);
  const Answer answer = context->Negotiate();
  if (const auto* refused = std::get_if<Refused>(&answer)) {
    AppendRefused(id, *refused, out);
    return;
  }
  AppendMessage("negotiate", id, std::get<std::vector<uint8_t>>(answer), out);
  const bool seals = info_.seal && asked->setup.app == Application::kConfidentiality;
  open_[id] = {std::move(context), seals};
}

void Session::Challenge(uint32_t id, const std::optional<std::vector<uint8_t>>& message,
                        std::string* out) {
  const auto found = open_.find(id);
  if (found == open_.end() || !message) {
    Complain(absl::StrCat("ignored: challenge ", id,
                          message ? " is for no open exchange" : " has no message"));
    return;
  }
  const Exchange exchange = std::move(found->second);
  open_.erase(found);
  const Answer answer = exchange.context->Authenticate(*message);
  if (const auto* refused = std::get_if<Refused>(&answer)) {
    AppendRefused(id, *refused, out);
    return;
  }
  const auto& authenticate = std::get<std::vector<uint8_t>>(answer);
  if (exchange.seals) {
    AppendAuthenticate(id, authenticate, exchange.context->Seal(probe_), out);
  } else {
    AppendMessage("authenticate", id, authenticate, out);
  }
}

}  // namespace ntlmatrix::conformance::shim
