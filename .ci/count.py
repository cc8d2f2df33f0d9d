"""Adds up JUnit reports: what failed, with how it says so, and what was skipped, by name, then one line with the numbers."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

LINES, FAILURES = 30, 10  # so many of what each says, and of so many: the rest is in the logs
COLOUR = re.compile(r"\x1b?\[\d+(;\d+)*m")  # XML has no escape character: what is left of a colour may begin without it


def words(failure: ElementTree.Element) -> list[str]:
    """What the failed test says: its message, if its text does not begin with that, and the text."""
    text, message = (failure.text or "").strip(), (failure.get("message") or "").strip()
    whole = text if message in text else f"{message}\n{text}"
    return [line for line in COLOUR.sub("", whole).splitlines() if line.strip()]


def main(reports: list[str]) -> int:
    passed, failed, skipped = 0, [], []
    for report in sorted({Path(name) for name in reports if Path(name).is_file()}):
        for case in ElementTree.parse(report).iter("testcase"):
            name = f"{case.get('classname', '')} {case.get('name', '')}".strip()
            kinds = {child.tag: child for child in case}
            failures = [*case.iter("failure"), *case.iter("error")]
            if failures:
                failed.append((name, words(failures[0])))
            elif "skipped" in kinds:
                reason = kinds["skipped"].get("message") or (kinds["skipped"].text or "no reason given").strip()
                skipped.append(f"{name}: {reason}")
            else:
                passed += 1
    for name, said in failed[:FAILURES]:
        print(f"failed: {name}")
        print(*(f"    {line}" for line in said[:LINES]), sep="\n")
    for name, _ in failed[FAILURES:]:
        print(f"failed: {name}")
    for name in skipped:
        print(f"skipped: {name}")
    print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
