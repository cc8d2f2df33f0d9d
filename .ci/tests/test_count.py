"""The line at the end of the tests says what happened, and nothing better."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

COUNT = Path(__file__).resolve().parents[1] / "count.py"


def count(folder: Path, cases: str) -> subprocess.CompletedProcess[str]:
    report = folder / "report.xml"
    report.write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")
    return subprocess.run([sys.executable, COUNT, report], capture_output=True, text=True, check=False)


def test_a_failure_is_named_and_fails_the_whole(tmp_path: Path) -> None:
    said = count(tmp_path, '<testcase classname="a" name="b"><failure/></testcase><testcase name="c"/>')

    assert said.returncode == 1
    assert "failed: a b" in said.stdout
    assert said.stdout.endswith("1 passed, 1 failed, 0 skipped\n")


def test_a_failure_is_said_in_the_words_of_its_test(tmp_path: Path) -> None:
    text = "Error: [31mexpected[39m one&#10;&#10;  at line 7"
    said = count(tmp_path, f'<testcase name="b"><failure message="b failed">{text}</failure></testcase>')

    assert "failed: b\n    b failed\n    Error: expected one\n      at line 7\n" in said.stdout


def test_a_long_failure_does_not_hide_the_others(tmp_path: Path) -> None:
    long = "".join(f"line {number}&#10;" for number in range(1000))
    said = count(tmp_path, f'<testcase name="a"><error>{long}</error></testcase><testcase name="b"><failure/></testcase>')

    assert "line 29\n" in said.stdout
    assert "line 30\n" not in said.stdout
    assert "failed: b\n" in said.stdout


def test_a_skipped_test_is_no_passed_test_and_gives_its_reason(tmp_path: Path) -> None:
    said = count(tmp_path, '<testcase name="b"><skipped message="not root"/></testcase><testcase name="c"/>')

    assert said.returncode == 0
    assert "skipped: b: not root" in said.stdout
    assert "1 passed, 0 failed, 1 skipped" in said.stdout


def test_no_test_at_all_is_a_failure(tmp_path: Path) -> None:
    assert count(tmp_path, "").returncode == 1
