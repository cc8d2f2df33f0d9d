"""A VOMS proxy as the service makes it, against the packaged `voms-proxy-init` in C++: the same person, VO, servers and key length.
A login to Rucio with such a proxy, against `curl` with the same one."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from bed import TESTBED, Bed

from .downloads import interleaved
from .figures import Figure
from .service import NotMeasured

TOP = Path(__file__).parents[2]
PROXIES = TOP / "bench" / "identity" / "VomsProxyRounds.java"
LOGINS = TOP / "bench" / "identity" / "LoginRounds.java"
PERSON, VO = "bob", "escape.test"
WARM_UP = 30  # rounds that do not count: what is measured is a service that has run for a while


class Grid(Bed):
    """The grid half, a grid of its own beside whichever is up."""

    def __init__(self, *up: str) -> None:
        super().__init__("gridlake", *up, without="GRID_", GRID_NAME="bench/grid")

    def proxy(self) -> str:
        """One with a membership, as the packaged tools make it."""
        self.run("voms", "proxy", PERSON, "--voms", VO)
        return f"{self['GRID_PROXIES']}/{PERSON}.pem"

    def file(self, name: str) -> str:
        return f"{self['GRID_USERS']}/{PERSON}/{name}"


def installed() -> bool:
    return subprocess.run([TESTBED / "gridlake", "installed"], capture_output=True, check=False).returncode == 0


class Rounds:
    """Our side: one JVM with the service's options, that does it once whenever it is asked to."""

    def __init__(self, java: Sequence[str], jar: str, folder: Path, source: Path, words: Sequence[str]) -> None:
        command = [*java, "-cp", f"{jar}:{compiled(jar, folder, source)}", source.stem, *words]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Rounds:
        for _ in range(WARM_UP):
            self.once()
        return self

    def once(self) -> float:
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write("\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass
        answer = self._process.stdout.readline()
        if not answer:
            raise NotMeasured(f"our side ended with exit {self._process.wait()}; what it said is above")
        return float(answer)

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


def compiled(jar: str, folder: Path, source: Path) -> Path:
    classes = folder / "classes"
    javac = shutil.which("javac")
    if not javac:
        raise NotMeasured("there is no javac on the PATH: `make bench` finds one")
    run = subprocess.run([javac, "-cp", jar, "-d", classes, source], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise NotMeasured(f"javac {source}: {run.stderr.strip()}")
    return classes


def official(grid: Grid, folder: Path) -> float:
    options = {"-cert": grid.file("usercert.pem"), "-key": grid.file("userkey.pem"), "-certdir": grid["X509_CERT_DIR"]}
    options |= {"-vomses": grid["VOMS_USERCONF"], "-voms": VO, "-bits": "2048", "-out": str(folder / "theirs.pem")}
    command = ["voms-proxy-init2", "-q", "-rfc", *(word for pair in options.items() for word in pair)]
    outer = os.environ | {"X509_VOMS_DIR": grid["X509_VOMS_DIR"], "X509_CERT_DIR": grid["X509_CERT_DIR"]}
    began = time.perf_counter()
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=outer)
    took = time.perf_counter() - began
    if run.returncode != 0:
        raise NotMeasured(f"voms-proxy-init2: exit {run.returncode}: {run.stdout}{run.stderr}")
    return took


def voms_proxies(java: Sequence[str], jar: str, folder: Path, rounds: int) -> Iterator[Figure]:
    """How long a prime takes to find is luck: many rounds."""
    with Grid() as grid:
        for name, keys, target in (("identity.voms-proxy", "fresh", 0.35), ("identity.voms-proxy-ready-key", "ready", 0.1)):
            words = [grid.file("usercert.pem"), grid.file("userkey.pem"), grid["X509_CERT_DIR"], grid["VOMS_USERCONF"], VO]
            with Rounds(java, jar, folder, PROXIES, [keys, *words, str(folder / "ours.pem")]) as ours:
                times = interleaved(rounds, ours.once, lambda: official(grid, folder))
            yield Figure(
                name, times[0], "s", times[1], target, "with a new RSA-2048 key" if keys == "fresh" else "its key was ready"
            )


def login(java: Sequence[str], jar: str, folder: Path, rounds: int) -> Iterator[Figure]:
    """From the proxy's file to Rucio's token: with a proxy that is new, and again with one that was shown before; against curl that
    is told the directory of authorities, and against curl that is told the one file it needs."""
    with Grid("--rucio") as grid:
        proxy, rucio, authorities = grid.proxy(), grid["GRID_RUCIO_URL"], grid["X509_CERT_DIR"]
        for name, way, note in (("identity.login", "first", "a new proxy"), ("identity.login-again", "again", "shown before")):
            with Rounds(java, jar, folder, LOGINS, [way, rucio, authorities, proxy]) as ours:
                for suffix, trust in (("", ["--capath", authorities]), ("-one-ca", ["--cacert", grid["GRID_CA"]])):
                    times = interleaved(rounds, ours.once, partial(curl, trust, rucio, proxy))
                    yield Figure(name + suffix, times[0], "s", times[1], 0.6, f"{note}; against curl {trust[0]}")


def curl(trust: Sequence[str], rucio: str, proxy: str) -> float:
    words = ["-sS", "-f", *trust, "--cert", proxy, "-o", "/dev/null", "-D", "-"]
    began = time.perf_counter()
    run = subprocess.run(
        ["curl", *words, f"{rucio}/auth/x509_proxy"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - began
    if run.returncode != 0 or "x-rucio-auth-token" not in run.stdout.lower():
        raise NotMeasured(f"curl: exit {run.returncode}: {run.stderr}")
    return took
