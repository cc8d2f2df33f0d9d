"""JupyterLab's own start, with the extension and without: what a user who never opens the panel pays for it."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from jupyter import free_port

from .downloads import interleaved
from .figures import Figure
from .service import NotMeasured

LIMIT = 60.0  # seconds
STEP = 0.002


def start(place: Path, service: Mapping[str, str], rounds: int, target: float) -> Figure:
    """The difference of two starts side by side; the first two, with a cold disk cache, do not count."""
    home = place / "lab"
    with_it, without = interleaved(rounds + 1, lambda: started(home, service, True), lambda: started(home, service, False))
    pairs = list(zip(with_it, without, strict=True))[1:]
    whole = [Figure("", times, "s").ours for times in zip(*pairs, strict=True)]
    note = "until /lab answers 200: {:.2f} s with it, {:.2f} s without".format(*whole)
    return Figure("service.lab-start", [mine - its for mine, its in pairs], "s", target=target, note=note)


def started(home: Path, service: Mapping[str, str], extension: bool) -> float:
    """From making the process to the first page."""
    folders = {name: home / name.lower() for name in ("CONFIG", "DATA", "RUNTIME")}
    labconfig = folders["CONFIG"] / "labconfig"
    labconfig.mkdir(parents=True, exist_ok=True)
    page = {"disabledExtensions": {"jupyterlab-lakeside": not extension}}
    (labconfig / "page_config.json").write_text(json.dumps(page), encoding="utf-8")
    token, port = secrets.token_hex(16), free_port(0)
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("LAKESIDE_", "JUPYTER"))}
    inner = outer | dict(service) | {"JUPYTER_TOKEN": token, "PYTHONDONTWRITEBYTECODE": "1"}
    inner |= {f"JUPYTER_{name}_DIR": str(folder) for name, folder in folders.items()}
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root"),
        *("--ServerApp.port_retries=0", f"--ServerApp.root_dir={home}", "--LabApp.extension_manager=readonly"),
        f"--ServerApp.jpserver_extensions={ {'jupyterlab_lakeside': extension}!r}",
    ]
    log = home / "jupyterlab.log"
    with log.open("wb") as sink:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=inner, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
    try:
        while not answers(port, token):
            if process.poll() is not None or time.perf_counter() - began > LIMIT:
                raise NotMeasured(f"JupyterLab gave no page:\n{log.read_text()[-2000:]}")
            time.sleep(STEP)
        took = time.perf_counter() - began
        if ("lakeside | extension was successfully loaded" in log.read_text()) != extension:
            raise NotMeasured(f"the extension was to be {extension}:\n{log.read_text()[-2000:]}")
        return took
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(port: int, token: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    try:
        connection.request("GET", "/lab", headers={"Authorization": f"token {token}"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
