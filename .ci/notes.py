"""Prints what CHANGELOG.md says of a release, for a tag of its version: notes.py TAG [FOLDER]

Ends with a sentence and 1 where the tag is not the version that would be built, or nothing is said of it yet.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path


def notes(tag: str, folder: Path) -> str:
    version = tag.removeprefix("v")
    built = re.search(r"<version>(.*?)</version>", (folder / "pom.xml").read_text())
    if built is None or built[1] != version:
        raise ValueError(f"the tag {tag} is not the version in pom.xml, {built[1] if built else 'none'}")
    for chapter in re.split(r"^## ", (folder / "CHANGELOG.md").read_text(), flags=re.MULTILINE)[1:]:
        title, _, text = chapter.partition("\n")
        if title.split()[:1] != [version]:
            continue
        if "unreleased" in title:
            raise ValueError(f"CHANGELOG.md calls {version} unreleased: give it a date")
        if not text.strip():
            break
        return text.strip() + "\n"
    raise ValueError(f"CHANGELOG.md says nothing of {version}")


def main(arguments: list[str]) -> int:
    try:
        print(notes(arguments[0], Path(*arguments[1:2])), end="")
    except ValueError as fault:
        print(f"notes: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
