"""A small real lake and JupyterLab with the panel; with --once, the main job without a person.

Called by `make demo`, which has built everything. State lies below build/demo; every process that is started here ends here.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from bed import Bed, Refused

from jupyter import JupyterLab, end_left_behind, running

TOP = Path(__file__).resolve().parents[2]
HOME = TOP / "build" / "demo"
LAKE = Bed("lake", LAKE_HOME=str(HOME / "lake"))
INSTANCE = "lake"
DATASET = "ATLAS_LAPP_JEZEQUEL:Hyy_Oct20"
VARIABLE = "hyy_oct20"
DOWNLOAD_LIMIT = 180.0  # seconds for the 100 MB of the dataset


class Steps:
    """One line for each step, with its time."""

    def __init__(self) -> None:
        self.began = self.last = time.monotonic()

    def done(self, text: str) -> None:
        now = time.monotonic()
        print(f"{now - self.last:6.1f} s  {text}", flush=True)
        self.last = now


def notebook_folder(once: bool) -> Path:
    """Where JupyterLab begins: the examples, copied once, so that what a person changes there is kept."""
    folder = HOME / ("once" if once else "notebooks")
    if once:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    for notebook in (TOP / "notebooks").glob("*.ipynb"):
        if not (folder / notebook.name).exists():
            shutil.copy(notebook, folder)
    return folder


def settings(lake_env: Mapping[str, str], once: bool) -> Path:
    """A settings file as an administrator would write it, for the small lake."""
    store = HOME / ("once-store" if once else "store")
    if once:
        shutil.rmtree(store, ignore_errors=True)
    store.mkdir(parents=True, exist_ok=True)
    wanted = {
        "instances": {INSTANCE: {"label": "Little lake", "url": lake_env["LAKE_RUCIO_URL"]}},
        "ca_files": [lake_env["LAKE_CA"]],
        "data_dir": str(store / "data"),
    }
    file = store / "settings.yaml"
    file.write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")  # YAML takes JSON as it is
    return file


def binding(handles: dict[str, Any]) -> tuple[str, str]:
    """The statement that the panel executes in a Python kernel, and the mark it reads back; made by the panel's own code."""
    script = TOP / "testbed" / "demo" / "bind.mjs"
    wanted = dict(language="python", variable=VARIABLE, items=handles["handles"], single=handles["single"])
    made = subprocess.run(["node", script], input=json.dumps(wanted), capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise Refused(f"the panel's code did not make a statement:\n{made.stderr}")
    answer = json.loads(made.stdout)
    return answer["code"], answer["expected"]


def main_job(lab: JupyterLab, folder: Path, steps: Steps) -> None:
    api = "lakeside/api/v1"
    login = lab.call("POST", f"{api}/instances/{INSTANCE}/login", {"kind": "userpass", "username": "alice", "password": "secret"})
    steps.done(f"logged in to Rucio as {login['account']}, until {login['expires']}")

    found = lab.get(f"{api}/instances/{INSTANCE}/search?did=ATLAS_LAPP_JEZEQUEL:Hyy*&type=all&limit=100")
    row = next((row for row in found["rows"] if row["did"] == DATASET), None)
    if row is None:
        raise Refused(f"the search found {[row['did'] for row in found['rows']]}, not {DATASET}")
    steps.done(f"found {DATASET}: {row['files']} files, {(row['bytes'] or 0) / 1e6:.1f} MB")

    download = lab.call("POST", f"{api}/downloads", {"instance": INSTANCE, "did": DATASET})
    deadline = time.monotonic() + DOWNLOAD_LIMIT
    while download["state"] in ("queued", "listing", "running") and time.monotonic() < deadline:
        time.sleep(0.1)
        download = lab.get(f"{api}/downloads/{download['id']}")
    if download["state"] != "done":
        raise Refused(f"the download is {download['state']}: {json.dumps(download['problem'] or download['failures'])}")
    steps.done(f"downloaded and verified {download['files']['done']} files, {download['bytes']['done'] / 1e6:.1f} MB")

    handles = lab.call("POST", f"{api}/handles", {"instance": INSTANCE, "did": DATASET, "mode": "auto"})
    if handles["state"] != "ready" or len(handles["handles"]) != row["files"]:
        raise Refused(f"the handles are {handles['state']}, {len(handles['handles'])} of {row['files']}")
    code, expected = binding(handles)
    kernel = lab.kernel_of("hyy.ipynb")
    (printed,) = lab.run(kernel, [code])
    if expected not in printed:
        raise Refused(f"the kernel did not confirm the variable: it printed {printed[:300]!r} for\n{code[:500]}")
    steps.done(f"attached as {VARIABLE}, read back from the kernel: {len(handles['handles'])} paths")

    notebook = json.loads((folder / "hyy.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    lab.run(kernel, cells)
    steps.done(f"executed hyy.ipynb, {len(cells)} cells")

    result = json.loads(next(folder.rglob("hyy.json")).read_text(encoding="utf-8"))
    peak, significance = float(result["mean_gev"]), float(result["significance"])
    if abs(peak - 125.0) > 1.0 or significance < 5.0:
        raise Refused(f"the fitted peak is at {peak:.2f} GeV with {significance:.1f} standard deviations, not at 125")
    plot = next(folder.rglob("hyy.png"))
    steps.done(f"peak at {peak:.2f} GeV, {significance:.1f} standard deviations; plot in {plot.relative_to(TOP)}")


def end_leftovers() -> int:
    if end_left_behind(HOME / "jupyter"):
        print("demo: ended the JupyterLab that was left behind")
    if (HOME / "lake").exists():
        LAKE.down()
    return 0


def interrupted(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", action="store_true", help="do the main job without a person and exit")
    parser.add_argument("--port", type=int, default=8888, help="first port to try for JupyterLab")
    parser.add_argument("--stop", action="store_true", help="end what a killed demo left behind")
    options = parser.parse_args()
    if options.stop:
        return end_leftovers()
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, interrupted)

    HOME.mkdir(parents=True, exist_ok=True)
    other = running(HOME / "jupyter")
    if other is not None:
        print(
            f"demo: one runs here already (JupyterLab is process {other}). End it with Ctrl-C there, or: make stop",
            file=sys.stderr,
        )
        return 1
    steps = Steps()
    lab: JupyterLab | None = None
    try:
        LAKE.up()
        environment = LAKE.environment
        steps.done(f"the lake is up: Rucio at {environment['LAKE_RUCIO_URL']}, logs in build/demo/lake/log")
        folder = notebook_folder(options.once)
        file = settings(environment, options.once)
        variables = {"LAKESIDE_SETTINGS": str(file), "LAKESIDE_STATE_DIR": str(file.parent / "state")}
        lab = JupyterLab(HOME / "jupyter", folder, variables, 0 if options.once else options.port)
        lab.start()
        steps.done(f"JupyterLab is up, log in {lab.log.relative_to(TOP)}")
        lab.wait_for_service()
        steps.done("the service answers")
        if options.once:
            main_job(lab, folder, steps)
            print(f"{time.monotonic() - steps.began:6.1f} s  in all: the main job works")
            return 0
        print(
            f"\n  Open   {lab.address('lab/tree/hyy.ipynb')}\n"
            "  Log in to “Little lake” as alice with the password secret, search ATLAS_LAPP_JEZEQUEL:*, attach Hyy_Oct20.\n"
            "  Ctrl-C ends everything.\n",
            flush=True,
        )
        lab.wait()
        print("demo: JupyterLab has ended")
        return 0
    except Refused as refusal:
        print(f"demo: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ndemo: ending", file=sys.stderr)
        return 0 if not options.once else 130
    finally:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        if lab is not None:
            lab.stop()
        try:
            LAKE.down()
        except Refused as refusal:
            print(f"demo: {refusal}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
