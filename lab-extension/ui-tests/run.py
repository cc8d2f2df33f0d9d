"""Starts a lake and JupyterLabs for the browser tests, runs them, and ends everything. Called by `run`."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
HERE = TOP / "lab-extension" / "ui-tests"
HOME = TOP / "build" / "ui-tests"
LAKE = TOP / "testbed" / "lake"
sys.path.insert(0, str(TOP / "testbed" / "demo"))

from jupyter import JupyterLab, Refused  # noqa: E402  (the demo's helper)


class Lake:
    """The lake named in the environment, or one of our own."""

    def __init__(self) -> None:
        self.ours = "LAKE_RUCIO_URL" not in os.environ
        self._home = {"LAKE_HOME": os.environ.get("LAKE_HOME", str(HOME / "lake"))}

    def up(self) -> dict[str, str]:
        if not self.ours:
            return {name: value for name, value in os.environ.items() if name.startswith("LAKE_")}
        self._run("up")
        return dict(re.findall(r"^export (\w+)='?([^'\n]*)'?$", self._run("env"), re.MULTILINE))

    def down(self) -> None:
        if self.ours:
            self._run("down")

    def _run(self, verb: str) -> str:
        run = subprocess.run(
            [LAKE, verb], env=os.environ | self._home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        if run.returncode != 0:
            raise Refused(f"lake {verb}: exit {run.returncode}")
        return run.stdout


def settings(lake: dict[str, str]) -> Path:
    """Two instances: the lake itself, and the same through a relay that misbehaves on request."""
    path = HOME / "settings.yaml"
    instances = {
        "lake": {"label": "Little lake", "url": lake["LAKE_RUCIO_URL"]},
        "flaky": {"label": "Flaky lake", "url": lake["LAKE_RUCIO_FLAKY_URL"]},
    }
    path.write_text(
        json.dumps(  # JSON is YAML
            {
                "data_dir": str(HOME / "data"),
                "state_dir": str(HOME / "state"),
                "ca_files": [lake["LAKE_CA"]],
                "default_instance": "lake",
                "instances": instances,
            }
        ),
        encoding="utf-8",
    )
    return path


def lab(name: str, environment: dict[str, str]) -> JupyterLab:
    """A JupyterLab with a home of its own; the panel and the server part from the tree, if LAKESIDE_UI_SOURCE asks."""
    root = HOME / name / "notebooks"
    root.mkdir(parents=True)
    made = JupyterLab(HOME / name, root, environment)
    if "LAKESIDE_UI_SOURCE" in os.environ:
        extensions = made.home / "source" / "labextensions"
        extensions.mkdir(parents=True)
        (extensions / "jupyterlab-lakeside").symlink_to(TOP / "lab-extension" / "build" / "labextension")
        os.environ["JUPYTER_PATH"] = str(extensions.parent)  # before what is installed
        config = made.home / "config"
        config.mkdir(parents=True)
        shutil.copy(TOP / "lab-extension" / "etc" / "jupyterlab-lakeside.json", config / "jupyter_server_config.json")
        os.environ["PYTHONPATH"] = str(TOP / "lab-extension")
    made.start()
    return made


def main(arguments: list[str]) -> int:
    for part in ("data", "state", "lab", "second", "broken", "results"):
        shutil.rmtree(HOME / part, ignore_errors=True)
    HOME.mkdir(parents=True, exist_ok=True)
    lake, labs = Lake(), []
    try:
        environment = lake.up()
        service = {"LAKESIDE_SETTINGS": str(settings(environment)), "LAKESIDE_STATE_DIR": str(HOME / "state")}
        labs = [lab("lab", service)]
        if "--serve" not in arguments:
            labs.append(lab("second", service))
            labs.append(lab("broken", service | {"LAKESIDE_JAVA": str(HOME / "there-is-no-java")}))
        labs[0].wait_for_service()
        for_tests = environment | {"LAKE_FILES_HERE": str(HOME / "data")}
        for one, name in zip(labs, ("LAB", "SECOND_LAB", "BROKEN_LAB"), strict=False):
            for_tests |= {f"{name}_URL": one.url, f"{name}_TOKEN": one.token, f"{name}_HOME": str(one.home)}
        if "--serve" in arguments:
            for name, value in for_tests.items():
                print(f"export {name}='{value}'")
            print(f"# {labs[0].address()}", flush=True)
            signal.pause()
        command: list[str | Path] = [HERE / "node_modules" / ".bin" / "playwright", "test", *arguments]
        return subprocess.run(command, cwd=HERE, env=os.environ | for_tests, stdin=subprocess.DEVNULL).returncode
    except Refused as refused:
        print(f"ui-tests: {refused}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    finally:
        for one in labs:
            one.stop()
        lake.down()


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupted)
    raise SystemExit(main(sys.argv[1:]))
