# SPDX-License-Identifier: Apache-2.0
"""Checks what ci/bench says of a recorded result: ratios, targets, exit status. Times nothing."""

import copy
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BENCH = Path(__file__).resolve().parent / "bench.py"


def samples(*nanoseconds, **counted):
    return {"samples_ns": list(nanoseconds), **counted}


def run(wall_s, peak_kib):
    return {"wall_s": wall_s, "cpu_s": wall_s / 2, "peak_kib": peak_kib}


GOOD = {
    "schema": "ntlmatrix-bench-1",
    "command": "ci/bench --check",
    "cpu": "Some CPU",
    "compiler": "g++-12 12.2.0",
    "load_average_before": 0.25,
    "rounds": 3,
    "skipped": {"winpr": "not installed"},
    "operations": {
        "parse-challenge": {"ntlmatrix": samples(41, 40, 90, allocations=0),
                            "heimdal": samples(500, 492, 600)},
        "validate-challenge": {"ntlmatrix": samples(125, 125, 125, allocations=0)},
        "client-ntlmv2": {"ntlmatrix": samples(6000, 6000, 6000, allocations=13),
                          "heimdal": samples(9000, 9000, 9000),
                          "gss_ntlmssp": samples(36000, 36000, 36000)},
        "seal-1024": {"gss_ntlmssp": samples(12000, 12000, 12000)},
        "hive-settings": {"ntlmatrix": samples(90000, 100000, 110000, allocations=40),
                          "hivex": samples(3100000, 3000000, 3000000)},
        "hive-walk": {"ntlmatrix": samples(5000000, 5000000, 5000000, allocations=9),
                      "hivex": samples(20000000, 20000000, 20000000),
                      "regf": samples(300000000, 300000000, 300000000)},
        "read-template": {"ntlmatrix": samples(40000000, 40000000, 1, bytes=16000000)},
        "read-reg": {"ntlmatrix": samples(40000000, 40000000, 1, bytes=16000000)},
        "read-pol": {"ntlmatrix": samples(50000000, 50000000, 1, bytes=64000000)},
    },
    "runs": {
        "policy-1000": [run(0.1, 8000)] * 3,
        "policy-10000": [run(0.9, 8800), run(1.2, 8800), run(30, 9000)],
    },
}


def bench(*arguments):
    return subprocess.run([sys.executable, BENCH, *arguments], capture_output=True, text=True,
                          check=False)


def judged(result, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result.json"
        path.write_text(json.dumps(result), encoding="utf-8")
        return bench("--from", path, *arguments)


class BenchTest(unittest.TestCase):
    def setUp(self):
        self.result = copy.deepcopy(GOOD)

    def operation(self, name):
        return self.result["operations"][name]

    def test_every_target_met(self):
        done = judged(self.result, "--check")
        self.assertEqual(done.returncode, 0, done.stderr)
        # Medians, not means: 500 / 41 although one round took 90.
        self.assertRegex(done.stdout, r"parse-challenge +0 +41\.0 +500 +12\.2x")
        self.assertRegex(done.stdout, r"parse-challenge +12\.20 times as fast as Heimdal, "
                                      r"wanted at least 12 +met")
        self.assertRegex(done.stdout, r"client-ntlmv2 +6\.00 times as fast as gss-ntlmssp")
        self.assertNotIn("MISSED", done.stdout)

    def test_compares_validation_with_reading_and_says_so(self):
        done = judged(self.result, "--check")
        self.assertRegex(done.stdout, r"validate-challenge +0 +125 +500 +4\.0x\*")
        self.assertRegex(done.stdout, r"validate-challenge +4\.00 times as fast .* met")

    def test_a_peer_stands_only_beside_what_it_does(self):
        done = judged(self.result)
        heads = [line for line in done.stdout.splitlines() if "allocations  " in line]
        self.assertEqual([("Heimdal" in head, "libhivex" in head) for head in heads],
                         [(True, False), (False, True)])
        self.assertRegex(done.stdout, r"hive-settings +40 +100 +- +3000 +30\.0x +-\n")

    def test_a_hive_is_compared_with_each_reader(self):
        done = judged(self.result, "--check")
        self.assertRegex(done.stdout, r"hive-walk +4\.00 times as fast as libhivex, .* 3 +met")
        self.assertRegex(done.stdout, r"hive-walk +60\.00 times as fast as libregf, .* 20 +met")
        self.operation("hive-walk")["regf"] = samples(99000000, 99000000, 99000000)
        self.assertEqual(judged(self.result, "--check").returncode, 1)
        del self.operation("hive-walk")["regf"]
        self.assertEqual(judged(self.result, "--check").returncode, 3)

    def test_speed_is_of_the_median_round(self):
        done = judged(self.result, "--check")
        self.assertRegex(done.stdout, r"read-template +400 MB/s, wanted at least 300 +met")
        self.assertRegex(done.stdout, r"read-template +- +40000 +400 +- +-\n")

    def test_below_a_speed_is_missed(self):
        self.operation("read-pol")["ntlmatrix"] = samples(64000001, 64000001, 1, bytes=64000000)
        done = judged(self.result, "--check")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"read-pol +1000 MB/s, wanted at least 1000 +MISSED")

    def test_seconds_are_the_median_by_the_clock(self):
        done = judged(self.result, "--check")
        self.assertRegex(done.stdout, r"policy-10000 +1\.20 s, wanted at most 3 +met")
        self.assertRegex(done.stdout, r"policy-10000 +1\.20 +0\.60 +8\.59\n")
        self.result["runs"]["policy-10000"][0] = run(3.1, 8800)
        self.result["runs"]["policy-10000"][1] = run(3.1, 8800)
        self.assertEqual(judged(self.result, "--check").returncode, 1)

    def test_memory_that_grows_is_missed(self):
        self.result["runs"]["policy-10000"] = [run(1, 10001)] * 3
        done = judged(self.result, "--check")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"1\.25 times the memory of policy-1000, .* 1\.25 +MISSED")

    def test_what_was_not_measured_is_no_pass(self):
        for part, name in (("operations", "read-reg"), ("runs", "policy-10000"),
                           ("runs", "policy-1000")):
            result = copy.deepcopy(self.result)
            del result[part][name]
            done = judged(result, "--check")
            self.assertEqual(done.returncode, 3, name)
            self.assertIn("not measured", done.stdout)

    def test_names_a_peer_that_is_not_installed(self):
        done = judged(self.result)
        self.assertIn("WinPR: skipped, not installed", done.stdout)
        self.assertNotIn("WinPR", done.stdout.split("\n")[2])

    def test_columns_are_aligned(self):
        rows = judged(self.result).stdout.split("\n")[2:7]
        ends = {row.index(word) + len(word)
                for row, word in zip(rows, (" ours", " 41.0", " 125", " 6000"))}
        self.assertEqual(len(ends), 1, rows)

    def test_below_a_ratio_is_missed(self):
        self.operation("parse-challenge")["heimdal"] = samples(491, 491, 491)
        done = judged(self.result, "--check")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"11\.98 times as fast as Heimdal, .* MISSED")

    def test_without_check_a_missed_target_is_no_failure(self):
        self.operation("parse-challenge")["heimdal"] = samples(100, 100, 100)
        self.assertEqual(judged(self.result).returncode, 0)

    def test_one_allocation_is_missed(self):
        self.operation("validate-challenge")["ntlmatrix"]["allocations"] = 1
        done = judged(self.result, "--check")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"validate-challenge +1 allocations, wanted 0 +MISSED")

    def test_as_fast_is_not_faster(self):
        self.operation("client-ntlmv2")["gss_ntlmssp"] = samples(6000, 6000, 6000)
        self.assertEqual(judged(self.result, "--check").returncode, 1)

    def test_every_peer_counts_for_the_client(self):
        self.operation("client-ntlmv2")["winpr"] = samples(5999, 5999, 5999)
        self.result["skipped"] = {}
        self.assertEqual(judged(self.result, "--check").returncode, 1)

    def test_nothing_to_compare_with_is_no_pass(self):
        del self.operation("parse-challenge")["heimdal"]
        done = judged(self.result, "--check")
        self.assertEqual(done.returncode, 3)
        self.assertRegex(done.stdout, r"nothing of Heimdal to compare with +NOT MEASURED")

    def test_missed_outweighs_not_measured(self):
        del self.operation("parse-challenge")["heimdal"]
        self.operation("client-ntlmv2")["heimdal"] = samples(1, 1, 1)
        self.assertEqual(judged(self.result, "--check").returncode, 1)

    def test_no_peer_at_all_is_no_pass(self):
        for programs in self.result["operations"].values():
            for peer in set(programs) - {"ntlmatrix"}:
                del programs[peer]
        for arguments in ((), ("--check",)):
            done = judged(self.result, *arguments)
            self.assertEqual(done.returncode, 3)
            self.assertIn("no other implementation is installed", done.stderr)

    def test_refuses_a_file_that_is_no_result(self):
        for text in ({}, [], {"schema": "other"}):
            self.assertEqual(judged(text, "--check").returncode, 3)
        self.assertEqual(bench("--from", "/nonexistent.json").returncode, 3)

    def test_usage(self):
        for arguments in (("--rounds", "0"), ("--filter", "nothing-has-this"), ("--filter", "("),
                          ("--filter", "parse", "--check"), ("--unknown",)):
            self.assertEqual(bench(*arguments).returncode, 2, arguments)

    def test_lists_operations(self):
        for name, text in (("parse-challenge", "read a CHALLENGE_MESSAGE "),
                           ("hive-walk", "visit its "), ("policy-1000", "ntlmatrix policy over ")):
            done = bench("--list", "--filter", f"^{name}$")
            self.assertEqual(done.returncode, 0)
            self.assertRegex(done.stdout, f"^{name} +{text}.*\n$")


if __name__ == "__main__":
    unittest.main()
