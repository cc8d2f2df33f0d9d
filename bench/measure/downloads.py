"""Downloads through the service's API, verified, against `curl` to a file from the same address, which verifies nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import rucio
from .figures import Figure
from .lake import Lake
from .service import Client, NotMeasured

ONE_FILE, SMALL_FILES = "bytes:1G.bin", "bytes:10K"  # 1 GiB; 2,000 files of 10 KiB
LIMIT = 600.0  # seconds for one download
LOOK_EVERY = 0.05  # seconds; more often would cost the service noticeable time
RUNNING = ("queued", "listing", "running")


@dataclass(frozen=True)
class Instance:
    """One instance of the running service, and the folder below which it keeps its files."""

    client: Client
    name: str
    data: Path

    def log_in(self) -> None:
        who = {"kind": "userpass", "username": "alice", "password": "secret"}
        self.client.call("POST", f"/instances/{self.name}/login", who)

    def fetch(self, did: str, rse: str) -> float:
        """Seconds from asking for it to all files there and verified, beginning with nothing there."""
        self.forget_files()
        began = time.perf_counter()
        download = self.client.call("POST", "/downloads", {"instance": self.name, "did": did})
        sources = set(download["sources"])
        while download["state"] in RUNNING:
            if time.perf_counter() - began > LIMIT:
                raise NotMeasured(f"downloading {did}: still {download['state']} after {LIMIT:.0f} s: {json.dumps(download)}")
            time.sleep(LOOK_EVERY)
            download = self.client.call("GET", f"/downloads/{download['id']}")
            sources |= set(download["sources"])
        took = time.perf_counter() - began
        self._was_real(did, rse, download, sources)
        return took

    def forget_files(self) -> None:
        shutil.rmtree(self.data / self.name, ignore_errors=True)

    def _was_real(self, did: str, rse: str, download: dict[str, Any], sources: set[str]) -> None:
        """No figure without all the bytes, from the storage that we meant."""
        handles = self.client.call("POST", "/handles", {"instance": self.name, "did": did, "mode": "auto"})["handles"]
        there = sum(Path(handle).stat().st_size for handle in handles)
        if download["state"] != "done" or sources != {rse} or there != download["bytes"]["total"] or not there:
            said = f"the service took them from {sorted(sources)} and says {json.dumps(download)}"
            raise NotMeasured(f"downloading {did} from {rse}: {there} bytes are there; {said}")


def curl(url: str, ca: str, folder: Path) -> float:
    target = folder / "curl.bin"
    command = ["curl", "--silent", "--show-error", "--fail", "--cacert", ca, "--output", str(target), url]
    began = time.perf_counter()
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    target.unlink(missing_ok=True)
    if run.returncode != 0:
        raise NotMeasured(f"curl {url}: exit {run.returncode}: {run.stderr.strip()}")
    return took


def interleaved(rounds: int, ours: Callable[[], float], other: Callable[[], float]) -> tuple[list[float], list[float]]:
    """In turn, and every second round in the other order: what disturbs the machine disturbs both."""
    results: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds):
        for side in (0, 1) if turn % 2 else (1, 0):
            results[side].append((ours, other)[side]())
    return results


def one_file(lake: Lake, instance: Instance, scheme: str, rounds: int, target: float) -> Figure:
    rse = lake.serve_by(scheme)
    url = rucio.address(lake["LAKE_RUCIO_URL"], ONE_FILE)
    curl(url, lake["LAKE_CA"], instance.data)  # from now on the file is in memory for everybody
    ours, other = interleaved(rounds, lambda: instance.fetch(ONE_FILE, rse), lambda: curl(url, lake["LAKE_CA"], instance.data))
    instance.forget_files()
    speeds = [2**30 / 1e6 / Figure("", times, "s").ours for times in (ours, other)]
    return Figure(f"download.{scheme}", ours, "s", other, target, "1 GiB: {:.0f} MB/s, curl {:.0f} MB/s".format(*speeds))


def small_files(lake: Lake, instance: Instance, rounds: int) -> Figure:
    rse = lake.serve_by("http")
    times = [instance.fetch(SMALL_FILES, rse) for _ in range(rounds)]
    instance.forget_files()
    return Figure("download.small-files", times, "s", note="2,000 files of 10 KiB")
