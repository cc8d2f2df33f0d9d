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


def test_a_skipped_test_is_no_passed_test_and_gives_its_reason(tmp_path: Path) -> None:
    said = count(tmp_path, '<testcase name="b"><skipped message="not root"/></testcase><testcase name="c"/>')

    assert said.returncode == 0
    assert "skipped: b: not root" in said.stdout
    assert "1 passed, 0 failed, 1 skipped" in said.stdout


def test_no_test_at_all_is_a_failure(tmp_path: Path) -> None:
    assert count(tmp_path, "").returncode == 1
