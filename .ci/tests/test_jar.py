"""Who builds the same sources gets the same service, wherever the clone lies."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import zipfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
MODULES = ("rucio-client", "auth-x509", "server")


def contents(jar: Path) -> dict[str, str]:
    with zipfile.ZipFile(jar) as archive:
        return {
            f"{entry.filename} {entry.date_time}": hashlib.sha256(archive.read(entry)).hexdigest() for entry in archive.infolist()
        }


def test_two_builds_of_the_service_are_the_same_bytes(tmp_path: Path) -> None:
    clone = tmp_path / "elsewhere"
    clone.mkdir()
    for name in ("pom.xml", "LICENSE"):
        shutil.copy(TOP / name, clone)
    if (TOP / ".mvn").exists():
        shutil.copytree(TOP / ".mvn", clone / ".mvn")
    for module in MODULES:
        shutil.copytree(TOP / module, clone / module, ignore=shutil.ignore_patterns("target", "test"))

    # No test is switched off by this: the copy has none (they are left out above). What is compared is what is packaged.
    built = subprocess.run(
        ["mvn", "-q", "-B", "-ntp", "-Dmaven.test.skip=true", "-Dspotless.check.skip=true", "package"],
        cwd=clone,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout[-2000:]

    (again,) = (clone / "server" / "target").glob("server-*-all.jar")
    first = TOP / "build" / "lakeside.jar"
    assert contents(again) == contents(first)
    assert again.read_bytes() == first.read_bytes()
    assert (clone / "server" / "target" / "bom.json").read_text() == (TOP / "build" / "lakeside.cdx.json").read_text()
