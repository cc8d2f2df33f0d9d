"""Adds up JUnit reports: what failed and what was skipped, by name, then one line with the numbers."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def main(reports: list[str]) -> int:
    passed, failed, skipped = 0, [], []
    for report in sorted({Path(name) for name in reports if Path(name).is_file()}):
        for case in ElementTree.parse(report).iter("testcase"):
            name = f"{case.get('classname', '')} {case.get('name', '')}".strip()
            kinds = {child.tag: child for child in case}
            if "failure" in kinds or "error" in kinds:
                failed.append(name)
            elif "skipped" in kinds:
                reason = kinds["skipped"].get("message") or (kinds["skipped"].text or "no reason given").strip()
                skipped.append(f"{name}: {reason}")
            else:
                passed += 1
    for name in failed:
        print(f"failed: {name}")
    for name in skipped:
        print(f"skipped: {name}")
    print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
