"""How smoothly a list of 100,000 rows scrolls, in a real browser with a real JupyterLab."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from jupyter import JupyterLab

from .figures import Figure, percentile
from .service import NotMeasured

TOP = Path(__file__).parents[2]
SCRIPT = TOP / "bench" / "scroll.cjs"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SECONDS = 8
LIMIT = 600.0  # seconds for all of it


def missing() -> str:
    """What it takes and is not there; empty if there is all."""
    if not (TOP / "lab-extension" / "ui-tests" / "node_modules" / "ready").exists():
        return "the browser tests are not installed (lab-extension/ui-tests/run --install)"
    return "" if shutil.which(CHROMIUM) else f"there is no browser {CHROMIUM}"


def scrolled(instance: str, scope: str, matches: int, environment: Mapping[str, str], place: Path) -> Figure:
    """Frames of the list of all matches of a scope; beside it, those of plain text in the same page."""
    lab = JupyterLab(place / "scroll", place, dict(environment))
    try:
        lab.start()
        lab.wait_for_service()
        who = {"kind": "userpass", "username": "alice", "password": "secret"}
        lab.call("POST", f"lakeside/api/v1/instances/{instance}/login", who)
        given = {"LAB_URL": lab.url, "LAB_TOKEN": lab.token, "CHROMIUM": CHROMIUM, "SEARCH": f"{scope}:"}
        given |= {"MATCHES": str(matches), "SECONDS": str(SECONDS)}
        run = subprocess.run(["node", SCRIPT], env=os.environ | given, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired as late:
        raise NotMeasured(f"scrolling through {matches} rows was not over after {LIMIT:.0f} s") from late
    finally:
        lab.stop()
    if run.returncode != 0:
        raise NotMeasured(f"scrolling through {matches} rows: {run.stderr[-2000:].strip()}")
    return figure(json.loads(run.stdout), matches)


def figure(frames: Mapping[str, list[float]], matches: int) -> Figure:
    """By what 95 of 100 frames do not exceed: two of a screen with 60 a second."""
    ours, plain = percentile(frames["ours"], 95), percentile(frames["plain"], 95)
    slow = 100 * sum(one > 50 for one in frames["ours"]) / len(frames["ours"])
    note = f"95 of 100 frames, {matches} rows; {slow:.1f}% above 50 ms; plain text beside it {plain:.1f} ms"
    return Figure("catalogue.scroll-100k", [ours], "ms", target=34, note=note)
