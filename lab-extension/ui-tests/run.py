"""Starts a lake and JupyterLabs for the browser tests, runs them, and ends everything. Called by `run`."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
HERE = TOP / "lab-extension" / "ui-tests"
HOME = TOP / "build" / "ui-tests"
sys.path.insert(0, str(TOP / "testbed" / "demo"))

from bed import Bed, Refused  # noqa: E402  (the demo's helpers)
from jupyter import JupyterLab  # noqa: E402


class Given:
    """The lake, or the grid, that is named in the environment: whoever started it ends it."""

    environment = os.environ

    def up(self) -> None:
        """It is."""

    def down(self) -> None:
        """It stays."""


def lake() -> Bed | Given:
    if "LAKE_RUCIO_URL" in os.environ:
        return Given()
    return Bed("lake", LAKE_HOME=os.environ.get("LAKE_HOME", str(HOME / "lake")))


def grid() -> Bed | Given:
    if "GRID_RUCIO_URL" in os.environ:
        return Given()
    return Bed("gridlake", "--rucio", GRID_NAME=os.environ.get("GRID_NAME", "ui-tests/grid"))


def lake_settings(lake: dict[str, str]) -> Path:
    """The lake itself, the same through a relay that misbehaves on request, and what it shows to everybody."""
    instances = {
        "lake": {"label": "Little lake", "url": lake["LAKE_RUCIO_URL"]},
        "flaky": {"label": "Flaky lake", "url": lake["LAKE_RUCIO_FLAKY_URL"]},
        "open": {"label": "Open lake", "url": lake["LAKE_RUCIO_URL"], "kind": "opendata"},
    }
    # The tests wait for half a minute: what they see by then has not come of the service giving up.
    return settings([lake["LAKE_CA"]], instances, rucio_timeout="PT40S")


def settings(ca_files: list[str], instances: dict[str, dict[str, str]], **others: str) -> Path:
    path = HOME / "settings.yaml"
    path.write_text(
        json.dumps(  # JSON is YAML
            {
                "data_dir": str(HOME / "data"),
                "state_dir": str(HOME / "state"),
                "ca_files": ca_files,
                "default_instance": next(iter(instances)),
                "instances": instances,
                **others,
            }
        ),
        encoding="utf-8",
    )
    return path


def lab(name: str, environment: dict[str, str]) -> JupyterLab:
    """A JupyterLab with a home of its own; the panel and the server part from the tree, if LAKESIDE_UI_SOURCE asks."""
    root = HOME / name / "notebooks"
    root.mkdir(parents=True)
    jar = {name: value for name, value in os.environ.items() if name == "LAKESIDE_JAR"}
    made = JupyterLab(HOME / name, root, environment | jar)
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


def publish(rucio: str, did: str) -> None:
    """Makes a DID open data. Before a service begins: it remembers for minutes what is."""
    operator = {"X-Rucio-Account": "root", "X-Rucio-Username": "root", "X-Rucio-Password": "secret"}
    asked = urllib.request.Request(f"{rucio}/auth/userpass", headers=operator)  # noqa: S310 (the lake)
    with urllib.request.urlopen(asked) as login:  # noqa: S310
        token = login.headers["X-Rucio-Auth-Token"]
    doi = f"10.5072/lakeside.{did.rpartition('/')[2]}"
    for method, words in (("POST", {}), ("PUT", {"state": "public", "doi": doi})):
        wanted = urllib.request.Request(  # noqa: S310
            f"{rucio}/opendata/dids/{did}",
            json.dumps(words).encode(),
            {"X-Rucio-Auth-Token": token, "Content-Type": "application/json"},
            method=method,
        )
        try:
            urllib.request.urlopen(wanted).close()  # noqa: S310
        except urllib.error.HTTPError as refusal:
            if refusal.code != 409:  # it is already
                raise


def lake_labs(bed: dict[str, str], serve: bool) -> dict[str, JupyterLab]:
    publish(bed["LAKE_RUCIO_URL"], "opendata/run1.aod")
    service = {"LAKESIDE_SETTINGS": str(lake_settings(bed)), "LAKESIDE_STATE_DIR": str(HOME / "state")}
    labs = {"LAB": lab("lab", service)}
    if not serve:
        labs["SECOND_LAB"] = lab("second", service)
        labs["BROKEN_LAB"] = lab("broken", service | {"LAKESIDE_JAVA": str(HOME / "there-is-no-java")})
    return labs


def grid_labs(bed: dict[str, str], _serve: bool) -> dict[str, JupyterLab]:
    """One whose user has a home without any credentials; what a test wants found there it puts there itself."""
    person = HOME / "person"
    person.mkdir(mode=0o700)
    tools = {name: bed[name] for name in ("X509_CERT_DIR", "X509_VOMS_DIR", "VOMS_USERCONF")}
    nothing = {"X509_USER_PROXY": str(person / "no-proxy"), "BEARER_TOKEN_FILE": str(person / "no-token")}
    path = settings([bed["GRID_CA"]], {"lake": {"label": "Grid lake", "url": bed["GRID_RUCIO_URL"]}})
    service = {"LAKESIDE_SETTINGS": str(path), "LAKESIDE_STATE_DIR": str(HOME / "state")}
    return {"LAB": lab("lab", service | tools | nothing | {"HOME": str(person), "XDG_RUNTIME_DIR": str(person)})}


def main(arguments: list[str]) -> int:
    for part in ("data", "state", "lab", "second", "broken", "person", "results"):
        shutil.rmtree(HOME / part, ignore_errors=True)
    HOME.mkdir(parents=True, exist_ok=True)
    on_grid, serve = "--grid" in arguments, "--serve" in arguments
    bed = grid() if on_grid else lake()
    labs: dict[str, JupyterLab] = {}
    try:
        bed.up()
        environment = dict(bed.environment)
        for name in environment:
            if name.startswith(("GRID_", "LAKE_")):
                os.environ.pop(name, None)  # the bed's passphrases are nothing that a JupyterLab knows
        labs = (grid_labs if on_grid else lake_labs)(environment, serve)
        labs["LAB"].wait_for_service()
        for_tests = environment | {"LAKE_FILES_HERE": str(HOME / "data"), "UI_TESTS": "grid" if on_grid else "tests"}
        for name, one in labs.items():
            for_tests |= {f"{name}_URL": one.url, f"{name}_TOKEN": one.token, f"{name}_HOME": str(one.home)}
        if serve:
            for name, value in for_tests.items():
                if os.environ.get(name) != value:
                    print(f"export {name}='{value}'")
            print(f"# {labs['LAB'].address()}", flush=True)
            signal.pause()
        given = [word for word in arguments if word != "--grid"]
        command: list[str | Path] = [HERE / "node_modules" / ".bin" / "playwright", "test", *given]
        return subprocess.run(command, cwd=HERE, env=os.environ | for_tests, stdin=subprocess.DEVNULL).returncode
    except Refused as refused:
        print(f"ui-tests: {refused}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    finally:
        for one in labs.values():
            one.stop()
        bed.down()


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupted)
    raise SystemExit(main(sys.argv[1:]))
