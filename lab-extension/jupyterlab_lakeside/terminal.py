"""`lakeside` on a terminal: the same jar, with the words of the command line. Python steps aside for it."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from .aot import wanted
from .command import CannotStart, Command, environment

NOT_INSTALLED = 1


def main() -> NoReturn:
    java, jar = os.environ.get("LAKESIDE_JAVA", ""), os.environ.get("LAKESIDE_JAR", "")
    command = Command(java, jar, cached=wanted(os.environ))
    try:
        line = command.line(sys.argv[1:])
    except CannotStart as problem:
        print(f"lakeside: {problem.detail} {problem.remedy}", file=sys.stderr)
        sys.exit(NOT_INSTALLED)
    os.execve(line[0], line, environment(os.environ))  # noqa: S606 (no shell is wanted)
