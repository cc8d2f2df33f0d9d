"""A script of the test bed, `lake` or `gridlake`, for the programs that need one up: the demo, measurements, browser tests."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

T = TypeVar("T", bound="Bed")
TESTBED = Path(__file__).resolve().parents[1]


class Refused(Exception):
    """A part that is needed answered, but not as hoped; the text is for a person."""


class Bed:
    """`with Bed("lake", LAKE_HOME=...) as bed:` is up; `bed["NAME"]` is one of the names that `lake env` exports."""

    def __init__(self, script: str, *up: str, without: str | None = None, **names: str) -> None:
        """What is exported below the prefix `without` is hidden from the script: the bed is one of its own."""
        self.script = script
        self._up = up
        given = {name: value for name, value in os.environ.items() if without is None or not name.startswith(without)}
        self._own = given | names
        self._environment: dict[str, str] = {}

    def __enter__(self: T) -> T:
        try:
            self.up()
        except BaseException:
            self.down()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.down()

    def up(self) -> None:
        self.run("up", *self._up)

    def down(self) -> None:
        self.run("down")

    @property
    def environment(self) -> Mapping[str, str]:
        if not self._environment:
            self._environment = exports(self.run("env"))
        return self._environment

    def __getitem__(self, name: str) -> str:
        if name not in self.environment:
            raise Refused(f"`testbed/{self.script} env` does not export {name}; it has {sorted(self.environment)}")
        return self.environment[name]

    def run(self, *words: str) -> str:
        """What the script prints on its output; what it says on the way goes into the error when it fails."""
        run = subprocess.run(
            [TESTBED / self.script, *words], env=self._own, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if run.returncode != 0:
            raise Refused(f"testbed/{self.script} {' '.join(words)}: exit {run.returncode}\n{run.stderr[-2000:].strip()}")
        return run.stdout


def exports(text: str) -> dict[str, str]:
    """`export NAME='value'` lines as a dictionary."""
    words = [word for line in text.splitlines() for word in shlex.split(line.removeprefix("export "), comments=True)]
    return {name: value for name, _, value in (word.partition("=") for word in words)}
