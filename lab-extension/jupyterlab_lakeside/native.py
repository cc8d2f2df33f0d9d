"""Libraries that are no Java, for all users of an image: their homes and /tmp may be closed to execution.

The service unpacks them for itself where it can; `training` keeps what it has unpacked, beside the jar.
"""

from __future__ import annotations

import shutil
from pathlib import Path

IN_A_HOME = Path(".local", "state", "lakeside", "native")


def beside(jar: Path) -> Path:
    return jar.with_name("native")


def options(jar: Path) -> list[str]:
    """For Java, where there are such."""
    return [f"-Dlakeside.native={beside(jar)}"] if beside(jar).is_dir() else []


def keep(home: Path, jar: Path) -> None:
    """What a service has unpacked in this home, now for all; nothing of another jar stays."""
    shutil.rmtree(beside(jar), ignore_errors=True)
    if (home / IN_A_HOME).is_dir():
        shutil.copytree(home / IN_A_HOME, beside(jar), copy_function=shutil.copyfile)
        beside(jar).chmod(0o755)
        for library in beside(jar).iterdir():
            library.chmod(0o644)
