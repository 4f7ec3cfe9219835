// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "conformance/subjects/check/message_check.h"
#include "conformance/subjects/check/steps.h"

namespace ntlmatrix::conformance::check {
namespace {

using external::Answer;
using external::ClientPlace;

constexpr char kSection[] = " (PROTOCOL.md, An exchange of a client)";
constexpr size_t kMostPlaces = 300;

// A start that has to be answered with unsupported.
struct Unlisted {
  std::string name;  // "the invented setting"
  std::string what;
  ClientPlace place;
  bool server = false;
};

std::vector<Unlisted> UnlistedPlaces(const CheckSession& session) {
  const external::Hello& hello = session.hello();
  const ClientPlace own = session.OwnPlace();
  std::vector<Unlisted> places;
  const auto with_min = [&](const std::string& min) {
    return ClientPlace{.min = min, .lm = own.lm, .app = own.app};
  };
  places.push_back(
      {"min invented, which no subject has", "min", with_min(external::kInventedSetting)});
  for (const char* min : {"undefined-modern", "undefined-legacy", "0x20080000", "0x12345678"}) {
    if (hello.min.count(min) > 0) continue;
    places.push_back(
        {absl::StrCat("min ", min, ", which hello does not list"), "min", with_min(min)});
  }
  for (int lm = 0; lm <= 5; ++lm) {
    if (hello.lm.count(lm) > 0) continue;
    places.push_back({absl::StrCat("level ", lm, ", which hello does not list"),
                      "lm",
                      {.min = own.min, .lm = lm, .app = own.app}});
  }
  for (const Application app : kAllApplications) {
    if (hello.app.count(app) > 0) continue;
    places.push_back({absl::StrCat("app ", ApplicationName(app), ", which hello does not list"),
                      "app",
                      {.min = own.min, .lm = own.lm, .app = app}});
  }
  if (!hello.server) {
    places.push_back({"role server, which hello does not list", "role", own, /*server=*/true});
  }
  return places;
}

// What is wrong with the answer; empty for nothing.
std::string UnlistedFault(const Unlisted& unlisted, const absl::StatusOr<Answer>& answer) {
  if (!answer.ok()) return std::string(answer.status().message());
  if (answer->kind == Answer::Kind::kUnsupported) {
    return answer->what == unlisted.what
               ? ""
               : absl::StrCat("its 'unsupported' has `what` '", answer->what, "' instead of '",
                              unlisted.what, "'", kSection);
  }
  return absl::StrCat("answered 'start' with '", external::AnswerWord(answer->kind),
                      "' instead of 'unsupported': what hello does not list is never answered as "
                      "if",
                      kSection);
}

// The places of a min, one for each level and application that hello lists.
void AddPlaces(const std::string& min, const external::Hello& hello,
               std::vector<ClientPlace>* places) {
  for (const int lm : hello.lm) {
    for (const Application app : hello.app) {
      places->push_back({.min = min, .lm = lm, .app = app});
    }
  }
}

bool RequiresNothing(const std::string& min) {
  return min == external::kOwnSetting || min == "0" || min == "undefined-legacy";
}

// The sealed message that belongs to an AUTHENTICATE_MESSAGE, or does not.
std::string SealFault(const Answer& answer, bool due) {
  const bool has_error = !answer.text.empty();
  if (!due) {
    return answer.sealed || has_error
               ? "its 'authenticate' has `sealed` or `seal_error`, which belongs only to app "
                 "confidentiality of a subject with \"seal\": true"
               : "";
  }
  if (answer.sealed && has_error) return "its 'authenticate' has both `sealed` and `seal_error`";
  if (answer.sealed) return SealedFault(*answer.sealed);
  return has_error ? ""
                   : "its 'authenticate' has no `sealed`, though hello says \"seal\": true: seal "
                     "the `probe`, or give the error in `seal_error`";
}

// Sorts what came of whole exchanges by fault.
class ListedFaults {
 public:
  explicit ListedFaults(const external::Hello& hello) : hello_(hello) {}

  void Add(const TakenExchange& exchange) {
    const std::string place = PlaceText(exchange.place);
    if (!exchange.first.ok()) {
      faults_.Add(std::string(exchange.first.status().message()), place);
    } else if (exchange.first->kind == Answer::Kind::kUnsupported) {
      faults_.Add(absl::StrCat("answered with 'unsupported' (`what` ", exchange.first->what,
                               "), though hello lists it", kSection),
                  place);
    } else if (exchange.first->kind == Answer::Kind::kRefused) {
      AddRefusal("answered 'start' with 'refused': ", *exchange.first, exchange.place);
    } else if (!exchange.second.ok()) {
      faults_.Add(std::string(exchange.second.status().message()), place);
    } else if (exchange.second->kind == Answer::Kind::kRefused) {
      AddRefusal("refused a CHALLENGE_MESSAGE that grants all it offered: ", *exchange.second,
                 exchange.place);
    } else {
      AddAuthenticate(*exchange.second, exchange.place);
    }
  }

  void Tell(CheckReport* report) const {
    faults_.Tell(CheckMark::kFail, report);
    notes_.Tell(CheckMark::kNote, report);
  }
  std::string WholeText() const {
    return absl::StrCat(whole_, " whole ones",
                        refused_ == 0 ? ""
                                      : absl::StrCat(" and ", refused_,
                                                     " refused at a min that requires something"));
  }

 private:
  // Refusing may be what a setting is for.
  void AddRefusal(absl::string_view what, const Answer& answer, const ClientPlace& place) {
    if (!RequiresNothing(place.min)) {
      ++refused_;
      return;
    }
    faults_.Add(absl::StrCat(what, answer.error, answer.error.empty() ? "" : ", ", answer.text),
                PlaceText(place));
  }

  void AddAuthenticate(const Answer& answer, const ClientPlace& place) {
    ++whole_;
    const NameFaults names = FaultsOfNames(answer.message);
    for (const std::string& fault : names.faults) faults_.Add(fault, PlaceText(place));
    for (const std::string& note : names.notes) notes_.Add(note, PlaceText(place));
    const bool due = hello_.seal && place.app == Application::kConfidentiality;
    const std::string fault = SealFault(answer, due);
    if (!fault.empty()) faults_.Add(absl::StrCat(fault, kSection), PlaceText(place));
    if (due && !answer.text.empty() && !answer.sealed) {
      notes_.Add(absl::StrCat("sealing gave an error: ", answer.text), PlaceText(place));
    }
  }

  const external::Hello& hello_;
  FaultPlaces faults_;
  FaultPlaces notes_;
  int whole_ = 0;
  int refused_ = 0;  // at a setting that requires something
};

}  // namespace

void CheckUnlisted(CheckSession* session) {
  int asked = 0;
  FaultPlaces faults;
  for (const Unlisted& unlisted : UnlistedPlaces(*session)) {
    Conversation* const talk = session->Talk();
    if (talk == nullptr) break;
    ++asked;
    const uint32_t id =
        unlisted.server ? talk->StartServer(unlisted.place.lm) : talk->Start(unlisted.place);
    const auto answer = talk->Await(id);
    if (answer.ok() && answer->kind == Answer::Kind::kNegotiate) talk->Drop(id);
    const std::string fault = UnlistedFault(unlisted, answer);
    if (!fault.empty()) faults.Add(fault, unlisted.name);
  }
  faults.Tell(CheckMark::kFail, &session->report());
  if (faults.empty() && !session->gave_up()) {
    session->report().Ok(absl::StrCat("unsupported: said of the invented setting and of ",
                                      asked - 1, " more that hello does not list"));
  }
}

void CheckListed(CheckSession* session) {
  std::vector<ClientPlace> places;
  AddPlaces(external::kOwnSetting, session->hello(), &places);
  for (const std::string& min : session->hello().min) AddPlaces(min, session->hello(), &places);
  const size_t all = places.size();
  if (all > kMostPlaces) places.resize(kMostPlaces);
  ListedFaults faults(session->hello());
  const int fails = session->report().fails();
  for (const ClientPlace& place : places) {
    if (session->Talk() == nullptr) break;
    faults.Add(session->Take(place));
  }
  faults.Tell(&session->report());
  if (session->authenticated() && !session->password_proven()) {
    session->report().Fail(absl::StrCat(
        "no response in any AUTHENTICATE_MESSAGE is one of the password in the account of hello to "
        "the CHALLENGE_MESSAGE of its exchange: is that password used, are the messages passed on "
        "as they are?"));
  }
  if (session->report().fails() != fails || session->gave_up()) return;
  session->report().Ok(absl::StrCat(
      "exchanges: ", faults.WholeText(), ", for \"own\" and each min, level and app of hello",
      all > places.size() ? absl::StrCat(" (the first ", places.size(), " of ", all, ")") : ""));
}

}  // namespace ntlmatrix::conformance::check
