// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/system_hive.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/policy/control_set.h"
#include "parsers/policy/hive.h"
#include "parsers/policy/hive_log.h"
#include "parsers/policy/setting_key.h"

namespace ntlmatrix::policy {
namespace {

constexpr uint8_t kSignature[] = {'r', 'e', 'g', 'f'};
constexpr absl::string_view kHive = "HKEY_LOCAL_MACHINE";
constexpr absl::string_view kLsaKey = "SYSTEM\\CurrentControlSet\\Control\\Lsa";
constexpr absl::string_view kMsv1Key = "SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0";
constexpr absl::string_view kCurrentControlSet = "CurrentControlSet";

// Of hives with layered keys.
constexpr uint32_t kLayeredMinor = 6;
constexpr uint32_t kLayered = 0x2;
constexpr uint64_t kFlagsOffset = 144;

constexpr char kTakeAgain[] =
    "take the hive from the computer again, with `reg save HKLM\\SYSTEM FILE`";

Place PlaceOfCell(uint32_t cell) { return Place::Offset(HiveBins::FileOffset(cell)); }

class Reader {
 public:
  Reader(const Hive& hive, RegistryValueSink values, PolicyFindingSink findings)
      : hive_(hive), values_(values), findings_(findings), bytes_left_(hive.bins().size()) {}

  absl::Status Read();

 private:
  absl::StatusOr<std::optional<KeyNode>> Find(const KeyNode& key, absl::string_view path,
                                              absl::string_view name);
  absl::StatusOr<KeyNode> Require(const KeyNode& key, absl::string_view path,
                                  absl::string_view name, absl::string_view otherwise);
  absl::Status DeliverValues(const KeyNode& key, absl::string_view path);
  absl::Status Deliver(const KeyValue& value, absl::string_view path);
  void CompareControlSets(const KeyNode& root, const KeyNode& current,
                          const ControlSetSelection& selection);
  void CompareControlSet(const KeyNode& other, const KeyNode& current,
                         const ControlSetSelection& selection);
  void Report(absl::string_view id, Severity severity, std::string message, std::string fix,
              Place place) {
    ++finding_count_;
    findings_({id, severity, std::move(message), std::move(fix), place});
  }
  void ReportDamage(absl::string_view path, const absl::Status& damage) {
    Report("damaged-hive", Severity::kError, absl::StrCat(path, ": ", damage.message()), kTakeAgain,
           PlaceOf(damage));
  }

  const Hive& hive_;
  RegistryValueSink values_;
  PolicyFindingSink findings_;
  size_t finding_count_ = 0;
  // What cells can hold that don't overlap: values that are listed many times could be worth more.
  size_t bytes_left_;
};

// The subkey, or nothing where there is none for certain.
absl::StatusOr<std::optional<KeyNode>> Reader::Find(const KeyNode& key, absl::string_view path,
                                                    absl::string_view name) {
  const HiveLookup<KeyNode> lookup = hive_.FindSubkey(key, name);
  if (!lookup.found.has_value()) {
    if (!lookup.damage.ok()) return lookup.damage;
    return std::optional<KeyNode>();
  }
  const std::string full = absl::StrCat(path, "\\", name);
  if (!lookup.damage.ok()) ReportDamage(full, lookup.damage);
  if (lookup.found->is_link()) {
    return HiveCellError(absl::StrCat("key ", full), lookup.found->cell,
                         "it is a symbolic link, and links are not followed");
  }
  if (lookup.found->layer_semantics != 0) {
    Report("layered-key", Severity::kError,
           absl::StrCat(full, " is part of a layered key; its other layers are in other hives"),
           "read the hive of the container's base as well", PlaceOfCell(lookup.found->cell));
  }
  return lookup.found;
}

absl::StatusOr<KeyNode> Reader::Require(const KeyNode& key, absl::string_view path,
                                        absl::string_view name, absl::string_view otherwise) {
  const absl::StatusOr<std::optional<KeyNode>> found = Find(key, path, name);
  if (!found.ok()) return found.status();
  if (found->has_value()) return **found;
  return absl::InvalidArgumentError(
      absl::StrCat(otherwise, ": there is no key ", path, "\\", name));
}

absl::Status Reader::Read() {
  if (hive_.base_block().minor >= kLayeredMinor && (hive_.base_block().flags & kLayered) != 0) {
    Report("layered-hive", Severity::kError,
           "the hive holds what a container changes in the hive of its base; what is not in it may "
           "be set there",
           "read the hive of the container's base as well", Place::Offset(kFlagsOffset));
  }
  const absl::StatusOr<KeyNode> root = hive_.Root();
  if (!root.ok()) return root.status();
  const absl::StatusOr<KeyNode> select = Require(*root, "", "Select", "not a SYSTEM hive");
  if (!select.ok()) return select.status();
  const absl::StatusOr<ControlSetSelection> selection = ReadControlSetSelection(hive_, *select);
  if (!selection.ok()) return selection.status();
  if (!selection->damage.ok()) ReportDamage("\\Select", selection->damage);

  constexpr absl::string_view kNotWhole = "not a whole SYSTEM hive";
  const std::string name = ControlSetName(selection->current);
  const absl::StatusOr<KeyNode> current = Require(*root, "", name, kNotWhole);
  if (!current.ok()) return current.status();
  std::string path = absl::StrCat("\\", name);
  const absl::StatusOr<KeyNode> control = Require(*current, path, "Control", kNotWhole);
  if (!control.ok()) return control.status();
  absl::StrAppend(&path, "\\Control");
  const absl::StatusOr<KeyNode> lsa = Require(*control, path, "Lsa", kNotWhole);
  if (!lsa.ok()) return lsa.status();
  absl::StrAppend(&path, "\\Lsa");
  Report("control-set", Severity::kNote,
         absl::StrCat("the current control set is ", name, ", as Select\\Current says"), "",
         PlaceOfCell(selection->current_cell));

  if (absl::Status status = DeliverValues(*lsa, kLsaKey); !status.ok()) return status;
  const absl::StatusOr<std::optional<KeyNode>> msv1 = Find(*lsa, path, "MSV1_0");
  if (!msv1.ok()) return msv1.status();
  if (msv1->has_value()) {
    if (absl::Status status = DeliverValues(**msv1, kMsv1Key); !status.ok()) return status;
  } else {
    Report("no-msv1-0", Severity::kWarning,
           absl::StrCat("there is no key ", path, "\\MSV1_0, which every Windows has"),
           "check that the hive is that of a computer and not one made by hand",
           PlaceOfCell(lsa->cell));
  }
  CompareControlSets(*root, *current, *selection);
  return absl::OkStatus();
}

absl::Status Reader::DeliverValues(const KeyNode& key, absl::string_view path) {
  absl::Status first_error;
  const absl::Status list = hive_.ForEachValue(key, [&](const absl::StatusOr<KeyValue>& value) {
    if (!first_error.ok()) return;
    if (!value.ok()) {
      ReportDamage(path, value.status());
    } else {
      first_error = Deliver(*value, path);
    }
    if (finding_count_ > kMaxSystemHiveFindings) {
      first_error = AtPlace(absl::ResourceExhaustedError(absl::StrCat(
                                "more than ", kMaxSystemHiveFindings, " findings; not a hive?")),
                            PlaceOfCell(key.cell));
    }
  });
  return first_error.ok() ? list : first_error;
}

absl::Status Reader::Deliver(const KeyValue& value, absl::string_view path) {
  const Place place = PlaceOfCell(value.cell);
  const size_t size = value.name.bytes.size() + value.data_size;
  if (value.data_size > hive_.bins().size() || size > bytes_left_) {
    return AtPlace(absl::ResourceExhaustedError(
                       "the values of the key have more bytes than the hive; cells overlap"),
                   place);
  }
  bytes_left_ -= size;
  const absl::StatusOr<std::string> name = value.name.Utf8();
  if (!name.ok()) {
    Report("name-not-unicode", Severity::kError,
           absl::StrCat(path, ": the name of the value ", Shown(value.name.Readable()), ": ",
                        name.status().message()),
           "delete the value, which no Windows tool makes", place);
    return absl::OkStatus();
  }
  if (value.name.Examine().has_nul) {
    Report("nul-in-name", Severity::kError,
           absl::StrCat(path, ": the name of the value ", Shown(*name),
                        " has a NUL in it, at which many tools end it"),
           "find out what made it, and delete the value", place);
  }
  std::vector<uint8_t> joined;
  const absl::StatusOr<Bytes> data = hive_.Data(value, &joined);
  if (!data.ok()) {
    Report("unreadable-data", Severity::kError,
           absl::StrCat(path, "\\", Shown(*name), ": ", data.status().message()), kTakeAgain,
           place);
  }
  RegistryValue delivered;
  delivered.hive = kHive;
  delivered.key = path;
  delivered.name = *name;
  delivered.type = value.type;
  delivered.data = data.value_or(Bytes());
  delivered.where = place;
  if (value.is_tombstone()) delivered.operation = RegistryValue::Operation::kDelete;
  values_(delivered);
  return absl::OkStatus();
}

void Reader::CompareControlSets(const KeyNode& root, const KeyNode& current,
                                const ControlSetSelection& selection) {
  if (selection.default_set.has_value() && *selection.default_set != selection.current) {
    Report("default-control-set", Severity::kWarning,
           absl::StrCat("Select\\Default is ", *selection.default_set,
                        ": the next start would use another control set than the current one"),
           absl::StrCat("check ", ControlSetName(*selection.default_set), " as well"),
           PlaceOfCell(selection.current_cell));
  }
  size_t others = 0;
  // The list is whole, or what is wrong with it has been reported.
  hive_
      .ForEachSubkey(
          root,
          [&](const absl::StatusOr<KeyNode>& key) {
            if (!key.ok() || key->cell == current.cell) return;
            if (key->name.size() > kCurrentControlSet.size()) return;
            const std::string name = key->name.Readable();
            if (!IsNumberedControlSet(name) && !absl::EqualsIgnoreCase(name, kCurrentControlSet)) {
              return;
            }
            if (++others <= kMaxOtherControlSets) {
              CompareControlSet(*key, current, selection);
            }
          })
      .IgnoreError();
  if (others > kMaxOtherControlSets) {
    Report(
        "many-control-sets", Severity::kWarning,
        absl::StrCat(others, " other control sets; only ", kMaxOtherControlSets, " were compared"),
        "check that the hive is that of a computer and not one made by hand",
        PlaceOfCell(root.cell));
  }
}

void Reader::CompareControlSet(const KeyNode& other, const KeyNode& current,
                               const ControlSetSelection& selection) {
  const std::string name = other.name.Readable();
  const auto is_set = [&](std::optional<uint32_t> number) {
    return number.has_value() && absl::EqualsIgnoreCase(name, ControlSetName(*number));
  };
  const bool is_default = is_set(selection.default_set);
  const bool is_last_known_good = is_set(selection.last_known_good);
  const bool is_key_of_link = absl::EqualsIgnoreCase(name, kCurrentControlSet);
  std::string differences;
  for (const SettingId id : AllSettings()) {
    const std::string its = SettingInControlSet(hive_, other, id);
    const std::string own = SettingInControlSet(hive_, current, id);
    if (its == own) continue;
    absl::StrAppend(&differences, differences.empty() ? "" : ", ", SettingName(id), " ", its,
                    " (current: ", own, ")");
  }
  if (is_key_of_link) {
    Report("current-control-set-key", Severity::kWarning,
           absl::StrCat("the hive has a key CurrentControlSet of its own; Windows makes it a link "
                        "at each start, and it is not read here",
                        differences.empty() ? "" : "; it differs: ", differences),
           absl::StrCat("write to ", ControlSetName(selection.current), " instead"),
           PlaceOfCell(other.cell));
  } else if (!differences.empty()) {
    Report("other-control-set",
           is_default || is_last_known_good ? Severity::kWarning : Severity::kNote,
           absl::StrCat(name, is_default ? " (Default)" : "",
                        is_last_known_good ? " (LastKnownGood)" : "", " differs: ", differences),
           "set it there too if Windows may start from it", PlaceOfCell(other.cell));
  }
}

}  // namespace

bool LooksLikeSystemHive(Bytes bytes) { return ByteReader(bytes).Expect(kSignature); }

absl::Status ReadSystemHive(const StoreInput& input, RegistryValueSink values,
                            PolicyFindingSink findings) {
  if (input.bytes.size() > kMaxSystemHiveSize) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "a hive of ", input.bytes.size(), " bytes is over the limit of ", kMaxSystemHiveSize));
  }
  const absl::StatusOr<HiveRecovery> recovery = RecoverHive(input.bytes, input.logs, findings);
  if (!recovery.ok()) return recovery.status();
  const bool recovered = recovery->state == HiveRecovery::State::kRecovered;
  const absl::StatusOr<Hive> hive = Hive::Open(recovered ? Bytes(recovery->bytes) : input.bytes);
  if (!hive.ok()) return hive.status();
  return Reader(*hive, values, findings).Read();
}

}  // namespace ntlmatrix::policy
