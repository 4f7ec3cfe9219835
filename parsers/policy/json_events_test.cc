// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/json_events.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/policy/place.h"

namespace ntlmatrix::policy {
namespace {

class Recorder final : public JsonEvents {
 public:
  void OnKey(std::string key, uint64_t line) override {
    absl::StrAppend(&text, line, ":", key, "=");
  }
  void OnScalar(JsonScalar scalar) override {
    const absl::string_view kinds = "-bns";
    absl::StrAppend(&text, kinds.substr(static_cast<size_t>(scalar.kind), 1), scalar.text, " ");
    if (scalar.text == "stop") result = absl::AbortedError("stopped");
  }
  void OnStart(bool is_array) override { text += is_array ? "[ " : "{ "; }
  void OnEnd() override { text += ") "; }
  absl::Status status() const override { return result; }

  std::string text;
  absl::Status result;
};

std::string Events(absl::string_view json) {
  Recorder recorder;
  const absl::Status status = ReadJson(json, &recorder);
  return status.ok() ? recorder.text : std::string(status.message());
}

TEST(JsonEventsTest, TellsWhatIsThere) {
  EXPECT_EQ(Events("{\"a\": [1, -2, 1.50, \"x\\u00e9\"],\n \"b\"\n:\n{\"c\": null, \"d\": true}}"),
            "{ 1:a=[ n1 n-2 n1.50 sx\xC3\xA9 ) 2:b={ 4:c=-null 4:d=btrue ) ) ");
  EXPECT_EQ(Events("false"), "bfalse ");
  EXPECT_EQ(Events("18446744073709551616"), "n18446744073709551616 ");
}

TEST(JsonEventsTest, StopsWhenTold) { EXPECT_EQ(Events("[\"stop\", 1, x"), "stopped"); }

TEST(JsonEventsTest, RejectsWhatIsNoJson) {
  for (const char* json :
       {"", " ", "{", "[1,", "{\"a\":}", "{\"a\":1}}", "{'a':1}", "{\"a\":1,}", "// x\n1", "NaN",
        "01", "1e999", "\"\\ud800\"", "\"\xFF\"", "{\"a\":1"}) {
    Recorder recorder;
    EXPECT_EQ(ReadJson(json, &recorder).code(), absl::StatusCode::kInvalidArgument) << json;
  }
  EXPECT_EQ(Events("[1"), "the file ends inside the JSON text");
  EXPECT_EQ(Events("[1 2]"), "not JSON at `2`");
}

TEST(JsonEventsTest, SaysWhereTheErrorIs) {
  Recorder recorder;
  EXPECT_EQ(PlaceOf(ReadJson("[1,\n\n 2 3]", &recorder)), Place::Line(3));
}

TEST(JsonEventsTest, LimitsDepth) {
  Recorder recorder;
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(ReadJson(nested(kMaxJsonDepth), &recorder).ok());
  EXPECT_EQ(ReadJson(nested(kMaxJsonDepth + 1), &recorder).code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReadJson(std::string(1 << 20, '['), &recorder).code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace ntlmatrix::policy
