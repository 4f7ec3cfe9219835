// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/hive_base_block.h"
#include "parsers/policy/hive_bins.h"
#include "parsers/policy/hive_cells.h"

namespace ntlmatrix::policy {

// What a look-up by name found. Only without damage does nothing found mean that nothing is there.
template <typename Record>
struct HiveLookup {
  std::optional<Record> found;

  // The first thing for which Windows may answer otherwise: an entry of the list that can't be
  // read, a count that lies, an order or hint by which Windows may not find the name, a name with
  // NUL. With two entries of the name nothing is found.
  absl::Status damage;
};

// A registry hive, read only: a view into a primary file, which must outlive it.
//
// A look-up reads only the cells that it needs, and its work is linear in the size of the hive at
// worst: counts that can't be true, and index roots below index roots, are errors. Symbolic links
// are keys like others, and not followed. Errors are InvalidArgument with the place in the file.
class Hive {
 public:
  // Reads the base block and the header of the first hive bin. That the hive is dirty, or that more
  // bytes follow its bins, is no error; Unimplemented for a version or file type not known.
  static absl::StatusOr<Hive> Open(Bytes file);

  const HiveBaseBlock& base_block() const { return base_block_; }
  const HiveBins& bins() const { return bins_; }

  absl::StatusOr<KeyNode> Root() const;

  // Names are UTF-8 without separators, compared without ASCII case. Every name of the list is
  // compared: hints and order are not trusted.
  HiveLookup<KeyNode> FindSubkey(const KeyNode& key, absl::string_view name) const;
  HiveLookup<KeyValue> FindValue(const KeyNode& key, absl::string_view name) const;

  // Each subkey or value in the order of the list, or why it can't be read; an error status when
  // the list itself can't be read further, or has another number of them than the key says.
  using SubkeySink = absl::FunctionRef<void(const absl::StatusOr<KeyNode>&)>;
  using ValueSink = absl::FunctionRef<void(const absl::StatusOr<KeyValue>&)>;
  absl::Status ForEachSubkey(const KeyNode& key, SubkeySink sink) const;
  absl::Status ForEachValue(const KeyNode& key, ValueSink sink) const;

  // The data of a value: a view into the file, or into `joined` for big data in segments. Never
  // larger than the hive.
  absl::StatusOr<Bytes> Data(const KeyValue& value, std::vector<uint8_t>* joined) const;

  absl::StatusOr<KeySecurity> Security(const KeyNode& key) const;

  // The same hive, of which a cell or byte of a cell is read once and then is an error. The map
  // must outlive it.
  Hive Claiming(HiveCellMap* map) const { return Hive(base_block_, bins_.Claiming(map)); }

 private:
  Hive(const HiveBaseBlock& base_block, const HiveBins& bins)
      : base_block_(base_block), bins_(bins) {}

  // A subkey with what the list says of it.
  using ElementSink =
      absl::FunctionRef<void(SubkeysList::Kind, Bytes hint, const absl::StatusOr<KeyNode>&)>;
  absl::Status ForEachElement(const KeyNode& key, ElementSink sink) const;
  absl::Status ReadLeaf(const SubkeysList& leaf, uint32_t left, ElementSink sink) const;
  absl::StatusOr<Bytes> JoinSegments(const KeyValue& value, Bytes cell,
                                     std::vector<uint8_t>* joined) const;

  HiveBaseBlock base_block_;
  HiveBins bins_;
};

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_H_
