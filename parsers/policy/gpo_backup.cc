// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/gpo_backup.h"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "parsers/policy/place.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kBackup = "http://www.microsoft.com/GroupPolicy/GPOOperations";
constexpr absl::string_view kManifest =
    "http://www.microsoft.com/GroupPolicy/GPOOperations/Manifest";
constexpr uint32_t kComputerSettingsDisabled = 2;

bool Is(pugi::xml_node element, absl::string_view name, absl::string_view name_space) {
  return LocalName(element) == name && NamespaceOf(element) == name_space;
}

absl::Status Bad(const XmlStore& xml, pugi::xml_node at, absl::string_view problem) {
  return AtPlace(absl::InvalidArgumentError(absl::StrCat("GPO backup: ", problem)),
                 xml.PlaceOf(at));
}

// The text of the one child of that name and of its parent's namespace.
absl::StatusOr<std::string> Child(const XmlStore& xml, pugi::xml_node parent,
                                  absl::string_view name) {
  pugi::xml_node found;
  for (auto child = FirstElement(parent); child; child = NextSibling(child)) {
    if (!Is(child, name, NamespaceOf(parent))) continue;
    if (found) return Bad(xml, child, absl::StrCat("a second ", name));
    found = child;
  }
  if (!found) return Bad(xml, parent, absl::StrCat("no ", name, " in ", LocalName(parent)));
  auto text = TextOf(found);
  if (!text.has_value()) return Bad(xml, found, absl::StrCat(name, " is not text"));
  return *std::move(text);
}

// Sets `*to` to the text of a child; an error stays the first.
void Take(const XmlStore& xml, pugi::xml_node parent, absl::string_view name, std::string* to,
          absl::Status* error) {
  auto text = Child(xml, parent, name);
  if (text.ok()) {
    *to = *std::move(text);
  } else {
    error->Update(text.status());
  }
}

// The same for a child that need not be there.
absl::Status TakeOptional(const XmlStore& xml, pugi::xml_node parent, absl::string_view name,
                          std::optional<std::string>* to) {
  for (auto child = FirstElement(parent); child; child = NextSibling(child)) {
    if (!Is(child, name, NamespaceOf(parent))) continue;
    absl::Status error;
    Take(xml, parent, name, &to->emplace(), &error);
    return error;
  }
  return absl::OkStatus();
}

absl::StatusOr<GpoBackupInfo> InfoOf(const XmlStore& xml, pugi::xml_node instance) {
  GpoBackupInfo info;
  absl::Status error;
  Take(xml, instance, "ID", &info.id, &error);
  Take(xml, instance, "GPOGuid", &info.gpo_id, &error);
  Take(xml, instance, "GPODisplayName", &info.display_name, &error);
  if (!error.ok()) return error;
  return info;
}

// The value of the attribute of that local name, whose prefix is not fixed; null without.
const char* Attribute(pugi::xml_node element, absl::string_view local_name) {
  for (const pugi::xml_attribute attribute : element.attributes()) {
    const absl::string_view name = attribute.name();
    const size_t colon = name.find(':');
    if (colon != absl::string_view::npos && name.substr(colon + 1) == local_name) {
      return attribute.value();
    }
  }
  return nullptr;
}

absl::Status ReadCoreSettings(const XmlStore& xml, pugi::xml_node core,
                              GpoBackupContents* contents) {
  absl::Status error;
  std::string options;
  Take(xml, core, "ID", &contents->gpo_id, &error);
  Take(xml, core, "DisplayName", &contents->display_name, &error);
  Take(xml, core, "Options", &options, &error);
  uint32_t flags = 0;
  if (error.ok() && !absl::SimpleAtoi(options, &flags)) {
    return Bad(xml, core, absl::StrCat("Options `", Shown(options), "` is not a number"));
  }
  error.Update(TakeOptional(xml, core, "MachineExtensionGuids", &contents->machine_extensions));
  std::optional<std::string> version;
  error.Update(TakeOptional(xml, core, "MachineVersionNumber", &version));
  if (version.has_value()) {
    if (!absl::SimpleAtoi(*version, &contents->machine_version.emplace())) {
      return Bad(xml, core,
                 absl::StrCat("MachineVersionNumber `", Shown(*version), "` is not a number"));
    }
  }
  contents->computer_settings_disabled = (flags & kComputerSettingsDisabled) != 0;
  return error;
}

}  // namespace

absl::StatusOr<GpoBackupInfo> ReadBackupInfo(Bytes bytes, PolicyFindingSink findings) {
  const auto xml = XmlStore::Parse(bytes, findings);
  if (!xml.ok()) return xml.status();
  if (!Is(xml->root(), "BackupInst", kManifest)) {
    return Bad(*xml, xml->root(), "the root element is no BackupInst");
  }
  return InfoOf(*xml, xml->root());
}

bool LooksLikeBackupManifest(Bytes bytes) { return XmlRootIs(bytes, "Backups"); }

absl::StatusOr<std::vector<GpoBackupInfo>> ReadBackupManifest(Bytes bytes,
                                                              PolicyFindingSink findings) {
  const auto xml = XmlStore::Parse(bytes, findings);
  if (!xml.ok()) return xml.status();
  const pugi::xml_node root = xml->root();
  if (!Is(root, "Backups", kManifest)) return Bad(*xml, root, "the root element is no Backups");
  std::vector<GpoBackupInfo> backups;
  for (auto child = FirstElement(root); child; child = NextSibling(child)) {
    if (!Is(child, "BackupInst", kManifest)) continue;
    auto info = InfoOf(*xml, child);
    if (!info.ok()) return info.status();
    backups.push_back(*std::move(info));
  }
  return backups;
}

absl::StatusOr<GpoBackupContents> ReadBackupContents(Bytes bytes, PolicyFindingSink findings) {
  const auto xml = XmlStore::Parse(bytes, findings);
  if (!xml.ok()) return xml.status();
  const pugi::xml_node root = xml->root();
  if (!Is(root, "GroupPolicyBackupScheme", kBackup)) {
    return Bad(*xml, root, "the root element is no GroupPolicyBackupScheme");
  }
  GpoBackupContents contents;
  bool has_core = false;
  for (auto element = root; element; element = NextElement(element, root)) {
    if (Is(element, "GroupPolicyCoreSettings", kBackup)) {
      if (std::exchange(has_core, true)) {
        return Bad(*xml, element, "a second GroupPolicyCoreSettings");
      }
      const absl::Status status = ReadCoreSettings(*xml, element, &contents);
      if (!status.ok()) return status;
    } else if (Is(element, "FSObjectFile", kBackup)) {
      // Without location: a pattern, such as Adm\*.*, that no file of the GPO met.
      const char* const location = Attribute(element, "Location");
      if (location != nullptr) contents.files.emplace_back(location);
    }
  }
  if (!has_core) return Bad(*xml, root, "no GroupPolicyCoreSettings");
  return contents;
}

absl::StatusOr<std::vector<std::string>> SplitBackupLocation(absl::string_view location) {
  std::vector<std::string> components = absl::StrSplit(location, '\\');
  for (const std::string& component : components) {
    if (component.empty() || component == "." || component == ".." ||
        component.find_first_of("/:*?\"<>|") != std::string::npos) {
      return absl::InvalidArgumentError(
          absl::StrCat("GPO backup: `", Shown(location), "` is no path within the backup"));
    }
  }
  return components;
}

}  // namespace ntlmatrix::policy
