"""Lakes as a whole: side by side, stopped and started."""

from __future__ import annotations

import tempfile
from pathlib import Path

from proof.checks import ask, check, lake, refused, script


@check("a second 'up' changes nothing; 'status' says that all runs")
def _again() -> None:
    before = script("lake", "status")
    script("lake", "up")
    assert script("lake", "status") == before


@check("two lakes run side by side; the second one stops, keeps its ports, and leaves nothing behind")
def _two() -> None:
    with tempfile.TemporaryDirectory(prefix="lake two ") as parent:  # a name with blanks, closed to other users
        home = f"{parent}/" + "a rather long name, because no Unix socket has to fit below it " * 2
        script("lake", "up", LAKE_HOME=home)
        try:
            lines = script("lake", "env", LAKE_HOME=home).splitlines()
            (url,) = [line.split("=")[1] for line in lines if line.startswith("export LAKE_RUCIO_URL=")]
            (files,) = [line.split("=")[1] for line in lines if line.startswith("export LAKE_FILES_URL=")]
            assert url != lake("RUCIO_URL") and ask(url + "/ping").status == ask(files + "/open/").status == 200
            script("lake", "down", LAKE_HOME=home)
            assert refused(url) and refused(files)
            script("lake", "up", LAKE_HOME=home)
            assert ask(url + "/ping").status == 200
        finally:
            script("lake", "wipe", LAKE_HOME=home)
        assert refused(url) and not Path(home).exists()
    assert ask(lake("RUCIO_URL") + "/ping").status == 200
