"""The notes of a release are what CHANGELOG.md says of its version; a tag that does not fit is told so before anything is built."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
CHANGELOG = """# Changelog

## 1.3.0 (unreleased)

### Added
- Not yet.

## 1.2.0 (2026-11-21)

### Added
- A panel.

### Fixed
- It opens.

## 1.1.0 (2026-10-01)

- First.
"""


def notes(folder: Path, tag: str, version: str, changelog: str = CHANGELOG) -> subprocess.CompletedProcess[str]:
    (folder / "pom.xml").write_text(f"<project><version>{version}</version></project>")
    (folder / "CHANGELOG.md").write_text(changelog)
    command = [sys.executable, str(TOP / ".ci" / "notes.py"), tag, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("tag", ["1.2.0", "v1.2.0"])
def test_the_notes_are_the_chapter_of_that_version_alone(tmp_path: Path, tag: str) -> None:
    run = notes(tmp_path, tag, "1.2.0")

    assert run.returncode == 0
    assert run.stdout == "### Added\n- A panel.\n\n### Fixed\n- It opens.\n"


def test_the_last_chapter_ends_with_the_file(tmp_path: Path) -> None:
    assert notes(tmp_path, "1.1.0", "1.1.0").stdout == "- First.\n"


@pytest.mark.parametrize(
    ("tag", "version", "changelog", "says"),
    [
        ("v1.2.1", "1.2.0", CHANGELOG, "the tag v1.2.1 is not the version in pom.xml, 1.2.0"),
        ("v1.3.0", "1.3.0", CHANGELOG, "CHANGELOG.md calls 1.3.0 unreleased: give it a date"),
        ("v1.4.0", "1.4.0", CHANGELOG, "CHANGELOG.md says nothing of 1.4.0"),
        ("v1.2", "1.2", CHANGELOG, "CHANGELOG.md says nothing of 1.2"),
        ("v1.4.0", "1.4.0", "## 1.4.0 (2026-12-01)\n\n## 1.3.0\n- More.\n", "CHANGELOG.md says nothing of 1.4.0"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_printed(tmp_path: Path, tag: str, version: str, changelog: str, says: str) -> None:
    run = notes(tmp_path, tag, version, changelog)

    assert (run.returncode, run.stdout, run.stderr) == (1, "", f"notes: {says}\n")


def test_our_own_changelog_has_a_chapter_for_the_version_that_is_built() -> None:
    version = subprocess.run(["make", "-s", "version"], cwd=TOP, capture_output=True, text=True, check=True).stdout.strip()

    assert f"\n## {version} (" in (TOP / "CHANGELOG.md").read_text()
