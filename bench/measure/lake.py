"""The test bed's lake, with the files that the downloads are measured on."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from .service import NotMeasured

SCRIPT = Path(__file__).parents[2] / "testbed" / "lake"


# RSEs that have all files of the scope `bytes`, by the scheme that they are read with
RSES = {"http": "OPEN", "https": "SITE-A"}


class Lake:
    """`with Lake(home) as lake:` is up with the files of the scope `bytes`; `lake["NAME"]` is one of the names of `lake env`."""

    def __init__(self, home: Path) -> None:
        self._own = os.environ | {"LAKE_HOME": str(home)}
        self._environment: dict[str, str] = {}

    def __enter__(self) -> Lake:
        try:
            self._run("up")
            self._run("seed", "bytes")
            self._environment = exports(self._run("env"))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._run("down")

    def __getitem__(self, name: str) -> str:
        if name not in self._environment:
            raise NotMeasured(f"`testbed/lake env` does not export {name}; it has {sorted(self._environment)}")
        return self._environment[name]

    def serve_by(self, scheme: str) -> str:
        """Leaves the files of the scope `bytes` on one storage alone, and says which."""
        one = f"rse_id IN (SELECT id FROM rses WHERE rse = '{RSES[scheme]}')"
        self._run("sql", f"UPDATE replicas SET state = CASE WHEN {one} THEN 'A' ELSE 'U' END WHERE scope = 'bytes'")
        return RSES[scheme]

    def _run(self, *arguments: str) -> str:
        run = subprocess.run(
            [SCRIPT, *arguments], env=self._own, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if run.returncode != 0:
            raise NotMeasured(f"testbed/lake {' '.join(arguments)}: exit {run.returncode}\n{run.stderr[-2000:].strip()}")
        return run.stdout


def exports(text: str) -> dict[str, str]:
    """`export NAME='value'` lines as a dictionary."""
    words = [word for line in text.splitlines() for word in shlex.split(line.removeprefix("export "), comments=True)]
    return {name: value for name, _, value in (word.partition("=") for word in words)}
