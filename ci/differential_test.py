# SPDX-License-Identifier: Apache-2.0
"""Checks how ci/differential.py compares and reports, without any other reader."""

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent))
import differential as d  # noqa: E402

BOTH = "0x20080000"
ROW = ("dword-8.hive", "8 bytes", "hivex", "client error", "client 0x20080000")
LINE = ("| `dword-8.hive` | 8 bytes | client error | hivex, libregf | client 0x20080000 |"
        " Low half. |")


def answers(client, server=BOTH, level=d.ABSENT):
    return dict(zip(d.SETTINGS, (client, server, level)))


def status_of(listed, found, contradictions=(), write=False):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        status = d.report(SimpleNamespace(write=write), listed, found, list(contradictions),
                          {"hivex": 1})
    return status, out.getvalue()


class Settle(unittest.TestCase):
    def test_last_deletion_before_a_value_does_not_count(self):
        self.assertEqual(d.settle([]), d.ABSENT)
        self.assertEqual(d.settle([d.DELETED, BOTH]), BOTH)
        self.assertEqual(d.settle([BOTH, d.DELETED]), d.CONFLICTING)
        self.assertEqual(d.settle([d.DELETED]), d.DELETED)
        self.assertEqual(d.settle([BOTH, BOTH]), BOTH)
        self.assertEqual(d.settle([BOTH, "0x00000000"]), d.CONFLICTING)


class Hives(unittest.TestCase):
    class File:
        def __init__(self, current, stored):
            self.current, self.stored = current, stored

        def values(self, path, name):
            return self.current if path == ("Select",) else self.stored.get(path + (name,))

    def test_control_set_is_the_one_that_select_names(self):
        path = ("ControlSet002", "Control", "Lsa", "MSV1_0", "NtlmMinClientSec")
        file = self.File(["0x00000002"], {path: [BOTH]})
        self.assertEqual(d.hive_answers(file), answers(BOTH, d.ABSENT))

    def test_no_control_set_is_an_error(self):
        for current in None, [], [d.ERROR], ["type 3"]:
            self.assertEqual(d.hive_answers(self.File(current, {})),
                             answers(d.ERROR, d.ERROR, d.ERROR))


class RegText(unittest.TestCase):
    def test_reads_what_the_other_programs_write(self):
        text = ('[HKLM\\X\\Control\\Lsa\\MSV1_0]\n"NtlmMinClientSec"=hex(4):00,00,08,\\\n  20\n'
                '"NTLMMINSERVERSEC"=dword:00000001\n[HKLM\\X\\Other]\n"NtlmMinClientSec"=-\n')
        self.assertEqual(d.reg_text_answers(text, "HKLM\\X"), answers(BOTH, "0x00000001"))

    def test_data(self):
        for data, answer in (("-", d.DELETED), ("hex(4):00,20", d.ERROR), ("hex(5):20", "type 5"),
                             ("hex:00", "type 3"), ('"5"', "type 1"), ("5", d.ERROR)):
            self.assertEqual(d.reg_data_answer(data), answer)

    def test_deleted_key(self):
        text = "[-HKLM\\X\\Control\\Lsa\\MSV1_0]\n"
        self.assertEqual(d.reg_text_answers(text, "HKLM\\X"), answers(d.DELETED, d.DELETED))


class Ours(unittest.TestCase):
    def test_states(self):
        for setting, errors, answer in (
                ({"state": "defined", "value": 5}, True, "0x00000005"),
                ({"state": "wrong-type", "sources": [{"raw_type": 11}]}, False, "type 11"),
                ({"state": "malformed"}, False, d.ERROR),
                ({"state": "conflicting"}, True, d.CONFLICTING),
                ({"state": "not-defined"}, False, d.ABSENT),
                ({"state": "not-defined"}, True, d.UNSURE)):
            self.assertEqual(d.our_answer(setting, errors), answer)

    def test_unsure_agrees_with_nothing_found_only(self):
        self.assertTrue(d.agree(d.UNSURE, d.ABSENT) and d.agree(d.UNSURE, d.ERROR))
        self.assertFalse(d.agree(d.UNSURE, BOTH) or d.agree(d.ABSENT, d.ERROR))

    def test_only_another_value_contradicts(self):
        self.assertTrue(d.contradicts(BOTH, "0x00000000"))
        self.assertTrue(d.contradicts(BOTH, d.ABSENT))
        self.assertTrue(d.contradicts(BOTH, "type 3"))
        self.assertTrue(d.contradicts(d.ABSENT, BOTH))
        self.assertFalse(d.contradicts(d.ERROR, BOTH) or d.contradicts(d.UNSURE, BOTH))
        self.assertFalse(d.contradicts(BOTH, d.ERROR) or d.contradicts(BOTH, BOTH))


class List(unittest.TestCase):
    def read(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list.md"
            path.write_text(text, encoding="utf-8")
            with mock.patch.object(d, "LIST", path):
                return d.read_list()

    def test_a_row_is_one_for_each_reader(self):
        versions, reasons = self.read(f"text\n| `hivex` | 1.3 | python3-hivex |\n{LINE}\n")
        self.assertEqual(versions, {"hivex": "1.3"})
        other = ROW[:2] + ("libregf",) + ROW[3:]
        self.assertEqual(reasons, {ROW: "Low half.", other: "Low half."})
        self.assertEqual(d.lines_of(reasons), [LINE])

    def test_checked_in_list_gives_reasons(self):
        versions, reasons = d.read_list()
        self.assertEqual(set(versions), {peer.name for peer in d.PEERS})
        for row, reason in reasons.items():
            self.assertIn(row[2], versions)
            self.assertTrue(reason.endswith(".") and reason != "REASON", row)


class Report(unittest.TestCase):
    def test_listed_disagreement_passes(self):
        self.assertEqual(status_of({ROW: "Why."}, {ROW: "Why."})[0], 0)

    def test_unlisted_disagreement_fails(self):
        status, out = status_of({}, {ROW: "REASON"})
        self.assertEqual(status, 1)
        self.assertIn("not listed: | `dword-8.hive` |", out)

    def test_row_that_does_not_occur_fails(self):
        status, out = status_of({ROW: "Why."}, {})
        self.assertEqual(status, 1)
        self.assertIn("listed, but does not occur: | `dword-8.hive` |", out)

    def test_row_of_a_reader_that_is_not_there_passes(self):
        self.assertEqual(status_of({ROW[:2] + ("libregf",) + ROW[3:]: "Why."}, {})[0], 0)

    def test_contradiction_fails(self):
        status, out = status_of({}, {}, ["plain.hive at 4: ours 0, hivex 1"])
        self.assertEqual(status, 1)
        self.assertIn("one byte changed in plain.hive at 4", out)


class Processes(unittest.TestCase):
    def test_endless_output_and_crash_are_told_apart(self):
        with self.assertRaisesRegex(d.Broken, d.ENDLESS):
            d.output_of(["yes"])
        with self.assertRaisesRegex(d.Broken, d.CRASH):
            d.output_of(["sh", "-c", "kill -SEGV $$"])
        with self.assertRaises(ValueError):
            d.output_of(["false"])


if __name__ == "__main__":
    unittest.main()
