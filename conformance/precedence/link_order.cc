// SPDX-License-Identifier: Apache-2.0

#include "conformance/precedence/link_order.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "conformance/precedence/gplink.h"
#include "conformance/precedence/json_object.h"
#include "conformance/precedence/strict_json.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::precedence {
namespace {

using policy::Applies;
using policy::Container;
using policy::ContainerKind;
using policy::GpoLink;
using Members = JsonObject;

constexpr JsonWord<ContainerKind> kKinds[] = {{"local", ContainerKind::kLocal},
                                              {"site", ContainerKind::kSite},
                                              {"domain", ContainerKind::kDomain},
                                              {"ou", ContainerKind::kOu}};
constexpr JsonWord<Applies> kApplies[] = {
    {"yes", Applies::kYes}, {"no", Applies::kNo}, {"unknown", Applies::kUnknown}};

class Reader {
 public:
  absl::StatusOr<LinkOrder> Read(const Json& json) {
    Members members(json, "");
    if (members.Text("schema") != kLinkOrderSchema) {
      members.Fail(BadMember("/schema", absl::StrCat("is not ", kLinkOrderSchema)));
    }
    if (const Json* policies = members.Find("policies")) members.Fail(ReadPolicies(*policies));
    const Json* containers = members.Find("containers");
    if (containers == nullptr || !containers->is_array()) {
      members.Fail(BadMember("/containers", "is not a list"));
    } else {
      members.Fail(ReadContainers(*containers));
    }
    if (absl::Status status = members.Finish(); !status.ok()) return status;
    return std::move(order_);
  }

 private:
  absl::Status ReadPolicies(const Json& json) {
    Members members(json, "/policies");
    if (!json.is_object()) return members.Finish();
    for (const auto& member : json.items()) {
      const std::string folder = members.Text(member.key().c_str());
      if (!IsDomainName(member.key())) {
        members.Fail(BadMember(members.At(PointerPart(policy::Shown(member.key()))),
                               "is no domain in the form DC=example,DC=com"));
      }
      if (FolderOf(member.key()) != nullptr) {
        members.Fail(BadMember(members.At(PointerPart(member.key())),
                               "the domain stands twice, in other case of letters"));
      }
      policies_.emplace_back(member.key(), folder);
    }
    return members.Finish();
  }

  absl::Status ReadContainers(const Json& json) {
    for (size_t i = 0; i < json.size(); ++i) {
      const std::string pointer = absl::StrCat("/containers/", i);
      absl::Status status = ReadContainer(json[i], pointer);
      if (!status.ok()) return status;
      if (i == 0) continue;
      const ContainerKind before = order_.containers[i - 1].kind;
      const ContainerKind kind = order_.containers[i].kind;
      if (kind < before || (kind == before && kind != ContainerKind::kOu)) {
        return BadMember(
            absl::StrCat(pointer, "/kind"),
            "containers stand in the order local, site, domain, ou from parent to child, and "
            "only OUs may be several");
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadContainer(const Json& json, const std::string& pointer) {
    Members members(json, pointer);
    Container container;
    container.name = members.Text("name");
    container.kind = members.OneOf("kind", kKinds);
    const bool local = container.kind == ContainerKind::kLocal;
    container.block_inheritance = members.Flag("block_inheritance", false);
    if (local && container.block_inheritance) {
      members.Fail(
          BadMember(members.At("block_inheritance"), "nothing stands above the local GPO"));
    }
    const Json* links = members.Find("links");
    const Json* gplink = members.Find("gPLink");
    const Json* options = members.Find("gPOptions");
    if (local && (gplink != nullptr || options != nullptr)) {
      members.Fail(BadMember(pointer, "the local GPO has neither gPLink nor gPOptions"));
    }
    if (links != nullptr && gplink != nullptr) {
      members.Fail(BadMember(members.At("gPLink"), "stands beside `links`: give one of them"));
    }
    if (links == nullptr && gplink == nullptr) {
      members.Fail(BadMember(pointer, "has neither `links` nor `gPLink`"));
    }
    if (options != nullptr) {
      if (json.contains("block_inheritance")) {
        members.Fail(BadMember(members.At("gPOptions"),
                               "stands beside `block_inheritance`: give one of them"));
      }
      if (!options->is_number_unsigned() || *options > 1u) {
        members.Fail(BadMember(members.At("gPOptions"), "is neither 0 nor 1 ([MS-GPOL] 2.2.2)"));
      }
      container.block_inheritance = *options == 1u;
    }
    if (links != nullptr) members.Fail(ReadLinks(*links, members.At("links"), local, &container));
    if (gplink != nullptr) members.Fail(ReadGpLink(*gplink, members.At("gPLink"), &container));
    order_.containers.push_back(std::move(container));
    order_.from_gplink.push_back(gplink != nullptr);
    return members.Finish();
  }

  absl::Status ReadLinks(const Json& json, const std::string& pointer, bool local,
                         Container* container) {
    if (!json.is_array()) return BadMember(pointer, "is not a list");
    for (size_t i = 0; i < json.size(); ++i) {
      Members members(json[i], absl::StrCat(pointer, "/", i));
      GpoLink link;
      link.gpo = Gpo(members.Text("gpo"));
      link.enabled = members.Flag("enabled", true);
      link.enforced = members.Flag("enforced", false);
      if (members.Find("applies") != nullptr) link.applies = members.OneOf("applies", kApplies);
      if (local && link.enforced) {
        members.Fail(BadMember(members.At("enforced"), "the local GPO can't be enforced"));
      }
      if (absl::Status status = members.Finish(); !status.ok()) return status;
      container->links.push_back(link);
    }
    return absl::OkStatus();
  }

  absl::Status ReadGpLink(const Json& json, const std::string& pointer, Container* container) {
    const auto* text = json.get_ptr<const std::string*>();
    if (text == nullptr) return BadMember(pointer, "is not a text");
    const auto links = ParseGpLink(*text);
    if (!links.ok()) return BadMember(pointer, std::string(links.status().message()));
    for (size_t i = links->size(); i > 0; --i) {
      const DirectoryLink& link = (*links)[i - 1];
      const std::string* folder = FolderOf(link.domain);
      if (folder == nullptr) {
        return BadMember(pointer,
                         absl::StrCat("link ", i, ": /policies gives no folder for the GPOs of ",
                                      policy::Shown(link.domain)));
      }
      container->links.push_back({Gpo(absl::StrCat(*folder, "/", link.guid)), !link.ignored,
                                  link.enforced, Applies::kYes});
    }
    return absl::OkStatus();
  }

  const std::string* FolderOf(absl::string_view domain) const {
    const auto found = std::find_if(policies_.begin(), policies_.end(), [&](const auto& one) {
      return IsSameDomain(one.first, domain);
    });
    return found == policies_.end() ? nullptr : &found->second;
  }

  size_t Gpo(const std::string& path) {
    const auto [at, added] = index_.emplace(path, order_.gpos.size());
    if (added) order_.gpos.push_back(path);
    return at->second;
  }

  LinkOrder order_;
  std::vector<std::pair<std::string, std::string>> policies_;
  std::map<std::string, size_t> index_;
};

}  // namespace

absl::StatusOr<LinkOrder> ParseLinkOrder(absl::string_view text) {
  if (text.size() > kMaxLinkOrderSize) {
    return absl::ResourceExhaustedError(
        absl::StrCat("a link order of more than ", kMaxLinkOrderSize, " bytes"));
  }
  const auto json = ParseStrictJson(text);
  if (!json.ok()) return json.status();
  return Reader().Read(*json);
}

std::vector<Container> InOrderOfDocument(const LinkOrder& order) {
  std::vector<Container> containers = order.containers;
  for (size_t i = 0; i < containers.size(); ++i) {
    if (!order.from_gplink[i]) continue;
    // Enforced links stay in front, where they are applied last, in their own order.
    std::vector<GpoLink> links;
    for (const GpoLink& link : order.containers[i].links) {
      if (link.enforced) links.push_back(link);
    }
    const auto enforced = static_cast<std::ptrdiff_t>(links.size());
    for (const GpoLink& link : order.containers[i].links) {
      if (!link.enforced) links.push_back(link);
    }
    std::reverse(links.begin() + enforced, links.end());
    containers[i].links = std::move(links);
  }
  return containers;
}

}  // namespace ntlmatrix::precedence
