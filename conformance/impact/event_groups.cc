// SPDX-License-Identifier: Apache-2.0

#include "conformance/impact/event_groups.h"

#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

#include "parsers/policy/place.h"

namespace ntlmatrix::impact {
namespace {

// What events that are alike have in common: the words of their peer, and the process.
using Key = std::pair<std::string, std::string>;

class Grouper {
 public:
  Grouper(absl::string_view name, EventGroups* groups) : name_(name), groups_(groups) {}

  void Add(const ExportedEvent& event) {
    ++groups_->events;
    if (!event.status.ok()) {
      AddError(absl::StrCat(PlaceOf(event), ": ", event.status.message()));
    } else if (event.security) {
      AddPeer(PeerOfEvent(*event.security), event);
    } else if (event.is_ntlm_logon) {
      AddPeer(PeerOfLogon(event.key_length), event);
    } else {
      ++groups_->without[event.id.value_or(0)];
    }
  }

  void AddError(std::string error) {
    if (++errors_ <= kMostEventErrors) groups_->errors.push_back(std::move(error));
  }

  void End() {
    if (errors_ <= kMostEventErrors) return;
    groups_->errors.push_back(
        absl::StrCat(name_, ": and ", errors_ - kMostEventErrors, " more events like these"));
  }

 private:
  std::string PlaceOf(const ExportedEvent& event) const {
    return absl::StrCat(name_, ":", event.line);
  }

  void AddPeer(Peer peer, const ExportedEvent& event) {
    if (!event.process.empty()) absl::StrAppend(&peer.seen, ", process ", event.process);
    const Key key = {absl::StrCat(PeerKindName(peer.kind),
                                  peer.role ? int{*peer.role == conformance::Side::kClient} : 2),
                     peer.seen};
    const auto [known, is_new] = index_.try_emplace(key, groups_->peers.size());
    if (!is_new) {
      ++groups_->peers[known->second].count;
      return;
    }
    peer.name = PlaceOf(event);
    groups_->peers.push_back(std::move(peer));
  }

  absl::string_view name_;
  EventGroups* groups_;
  std::map<Key, size_t> index_;
  size_t errors_ = 0;
};

}  // namespace

EventGroups ReadEventGroups(absl::string_view name, Bytes bytes) {
  EventGroups groups;
  Grouper grouper(name, &groups);
  const absl::Status status =
      ReadEventExport(bytes, [&](const ExportedEvent& event) { grouper.Add(event); });
  if (!status.ok()) {
    const std::string place = policy::PlaceText(policy::PlaceOf(status));
    grouper.AddError(absl::StrCat(name, place.empty() ? "" : ":", place, ": ", status.message()));
  } else if (groups.events == 0) {
    grouper.AddError(absl::StrCat(name, ": no event is in it"));
  }
  grouper.End();
  return groups;
}

}  // namespace ntlmatrix::impact
