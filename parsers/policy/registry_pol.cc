// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/registry_pol.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/policy/name_list.h"
#include "parsers/policy/pol_directive.h"
#include "parsers/policy/setting_key.h"
#include "parsers/policy/utf16_name.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kWhat = "Registry.pol";
constexpr uint8_t kSignature[] = {'P', 'R', 'e', 'g'};
constexpr uint32_t kVersion = 1;

class Reader {
 public:
  Reader(Bytes bytes, RegistryValueSink values, PolicyFindingSink findings)
      : reader_(bytes), values_(values), findings_(findings) {}

  absl::Status Read();

 private:
  absl::Status ReadHeader();
  absl::Status ReadEntry();
  absl::Status ReadFields(RegistryValue* value);
  absl::Status ReadDirective(const RegistryValue& value);
  absl::Status ReadList(const PolDirective& directive, const RegistryValue& value);
  absl::Status Deliver(const RegistryValue& value);
  absl::Status Report(absl::string_view id, const RegistryValue& value, std::string message,
                      std::string fix);
  bool Take(char separator);
  absl::Status MissingSeparator(char separator) const;

  // An error of the store's bytes where the cursor is.
  absl::Status Here(absl::Status status) const {
    return AtPlace(std::move(status), Place::Offset(reader_.offset()));
  }

  ByteReader reader_;
  RegistryValueSink values_;
  PolicyFindingSink findings_;
  Utf16NameReader key_;
  Utf16NameReader name_;
  NameLists lists_;
  size_t value_count_ = 0;
  size_t finding_count_ = 0;
};

absl::Status Reader::ReadHeader() {
  if (reader_.remaining() == 0) return Here(absl::InvalidArgumentError("the file is empty"));
  if (!reader_.Expect(kSignature)) return Here(reader_.error(kWhat));
  uint32_t version = 0;
  const size_t at = reader_.offset();
  if (!reader_.ReadU32(&version)) return Here(reader_.error(kWhat));
  if (version == kVersion) return absl::OkStatus();
  return AtPlace(absl::UnimplementedError(absl::StrCat(kWhat, ": version ", version, " at offset ",
                                                       at, "; only version 1 is known")),
                 Place::Offset(at));
}

absl::Status Reader::Read() {
  if (absl::Status status = ReadHeader(); !status.ok()) return status;
  while (!reader_.done()) {
    if (absl::Status status = ReadEntry(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// Whether it stands next; the cursor is behind it then.
bool Reader::Take(char separator) {
  ByteReader ahead = reader_;
  uint16_t unit = 0;
  if (!ahead.ReadU16(&unit) || unit != static_cast<uint8_t>(separator)) return false;
  reader_ = ahead;
  return true;
}

absl::Status Reader::MissingSeparator(char separator) const {
  return Here(absl::InvalidArgumentError(absl::StrCat(
      kWhat, ": no `", absl::string_view(&separator, 1), "` at offset ", reader_.offset())));
}

absl::Status Reader::ReadFields(RegistryValue* value) {
  if (!Take('[')) return MissingSeparator('[');
  if (absl::Status status = key_.Read(kWhat, &reader_); !status.ok()) return Here(status);
  if (!Take(';')) return MissingSeparator(';');
  if (absl::Status status = name_.Read(kWhat, &reader_); !status.ok()) return Here(status);
  if (!Take(';')) return MissingSeparator(';');
  if (!reader_.ReadU32(&value->type)) return Here(reader_.error(kWhat));
  if (!Take(';')) return MissingSeparator(';');
  uint32_t size = 0;
  if (!reader_.ReadU32(&size)) return Here(reader_.error(kWhat));
  if (!Take(';')) return MissingSeparator(';');
  Bytes data;
  if (!reader_.ReadBytes(size, &data)) return Here(reader_.error(kWhat));
  if (!Take(']')) return MissingSeparator(']');
  value->data = data;
  value->key = key_.name();
  value->name = name_.name();
  return absl::OkStatus();
}

absl::Status Reader::ReadEntry() {
  RegistryValue value;
  value.hive = "HKEY_LOCAL_MACHINE";
  value.where = Place::Offset(reader_.offset());
  if (absl::Status status = ReadFields(&value); !status.ok()) return status;
  if (absl::StartsWith(value.name, "**")) return ReadDirective(value);
  return Deliver(value);
}

absl::Status Reader::ReadDirective(const RegistryValue& written) {
  const PolDirective directive = PolDirectiveOf(written.name);
  RegistryValue value = written;
  switch (directive.kind) {
    case PolDirective::Kind::kDeleteValue:
      value.name = directive.name;
      value.operation = RegistryValue::Operation::kDelete;
      return Deliver(value);
    case PolDirective::Kind::kDeleteAllValues:
      value.name = "";
      value.operation = RegistryValue::Operation::kDeleteValues;
      return Deliver(value);
    case PolDirective::Kind::kDeleteValues:
    case PolDirective::Kind::kDeleteKeys:
      return ReadList(directive, value);
    case PolDirective::Kind::kSetIfAbsent:
      value.name = directive.name;
      value.condition = "holds only where the value does not exist yet (**soft.)";
      return Deliver(value);
    case PolDirective::Kind::kSecureKey:
      return absl::OkStatus();
    case PolDirective::Kind::kUnknown:
      break;
  }
  if (absl::Status status = Deliver(value); !status.ok()) return status;
  return Report("unknown-directive", value,
                absl::StrCat("no document says what a value named ", Shown(value.name), " does to ",
                             Shown(value.key)),
                "write one of **del.NAME, **delvals., **DeleteValues, **DeleteKeys, **soft.NAME");
}

absl::Status Reader::ReadList(const PolDirective& directive, const RegistryValue& value) {
  const std::optional<std::string> list = PolDirectiveList(std::get<Bytes>(value.data));
  if (!list.has_value()) {
    return Report("directive-list", value,
                  absl::StrCat(Shown(value.name), " of ", Shown(value.key),
                               " has data that is no list of names with `;` between them"),
                  "write the names as text (REG_SZ)");
  }
  const auto deliver = [this](const RegistryValue& one) { return Deliver(one); };
  return directive.kind == PolDirective::Kind::kDeleteKeys
             ? lists_.DeleteKeys(*list, value, deliver)
             : lists_.DeleteValues(*list, value, deliver);
}

absl::Status Reader::Deliver(const RegistryValue& value) {
  if (++value_count_ > kMaxRegistryPolValues) {
    return AtPlace(absl::ResourceExhaustedError(
                       absl::StrCat(kWhat, ": more than ", kMaxRegistryPolValues, " values")),
                   value.where);
  }
  values_(value);
  return absl::OkStatus();
}

// A finding of severity error where the entry may touch a setting.
absl::Status Reader::Report(absl::string_view id, const RegistryValue& value, std::string message,
                            std::string fix) {
  if (++finding_count_ > kMaxRegistryPolFindings) {
    return AtPlace(absl::ResourceExhaustedError(
                       absl::StrCat(kWhat, ": more than ", kMaxRegistryPolFindings, " findings")),
                   value.where);
  }
  findings_({id, IsNearSetting(value.key) ? Severity::kError : Severity::kWarning,
             std::move(message), std::move(fix), value.where});
  return absl::OkStatus();
}

}  // namespace

bool LooksLikeRegistryPol(Bytes bytes) { return ByteReader(bytes).Expect(kSignature); }

absl::Status ReadRegistryPol(const StoreInput& input, RegistryValueSink values,
                             PolicyFindingSink findings) {
  if (input.bytes.size() > kMaxRegistryPolSize) {
    return absl::ResourceExhaustedError(absl::StrCat("a Registry.pol of ", input.bytes.size(),
                                                     " bytes is over the limit of ",
                                                     kMaxRegistryPolSize));
  }
  return Reader(input.bytes, values, findings).Read();
}

}  // namespace ntlmatrix::policy
