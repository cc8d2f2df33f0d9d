"""What a reader of the figures has to know of the machine."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import date
from pathlib import Path


def machine() -> str:
    cpu = _first(r"model name\s*: (.*)", "/proc/cpuinfo") or platform.machine()
    memory = int(_first(r"MemTotal: *(\d+)", "/proc/meminfo") or 0) / 2**20
    system = _first(r'PRETTY_NAME="(.*)"', "/etc/os-release") or platform.platform()
    curl = subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    return (
        f"{date.today()}: {cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}, Python {platform.python_version()}, "
        f"curl {curl}, load before {os.getloadavg()[0]:.1f}"
    )


def _first(pattern: str, file: str) -> str:
    try:
        found = re.search(pattern, Path(file).read_text())
    except OSError:
        return ""
    return found[1] if found else ""
