"""Makes Java's ahead-of-time cache, by running the service once: `python -m jupyterlab_lakeside.training`.

For images, once, and with the libraries that the service unpacks, by whoever may write beside the jar; `user_cache`
does it for one user. Asks nobody but a Rucio that it plays itself.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from . import native, training_rucio
from .aot import QUIET, cache_name, caches
from .command import SECRETS, CannotStart, Command, environment

LONGEST = 180.0  # seconds until the service answers, and until its cache is written
API = "/lakeside/api/v1"
LOGIN = b'{"kind":"userpass","username":"nobody","password":"none"}'
# Each takes another part of the service into the cache, and what is asked often, how its code is used.
LOOKS = ("health", "instances", "downloads")
SEARCH = f"instances/rucio/search?did={training_rucio.SCOPE}:*&limit=100"
DATASET = f"instances/rucio/children?did={training_rucio.SCOPE}:{training_rucio.DATASET}&limit=100&refresh=true"
IN_SIGHT = "&".join(f"did={training_rucio.SCOPE}:file.{number:06d}.root" for number in range(50))
OFTEN = (SEARCH, DATASET, f"states?instance=rucio&{IN_SIGHT}", f"instances/rucio/replicas?{IN_SIGHT}")
TIMES = 20
# The cache tells Java how far each method came, and Java takes it there at once: here to the first compiler without
# counters, so that half of a start's compiling and counting falls away (docs/benchmarks.md). What reads and checks
# bytes stays out: only the second compiler knows the processor's instructions for it.
TRAINED_WITH = (
    "-XX:TieredStopAtLevel=1",
    *(
        f"-XX:CompileCommand=exclude,{part}*.*"
        for part in ("com/sun/crypto/", "sun/security/", "java/math/", "java/util/zip/", "org/bouncycastle/")
    ),
)
UNFINISHED = ".unfinished-"  # and whose; after the name
OF_OTHERS = ("LAKESIDE_", "XDG_", "X509_", "BEARER_", "JUPYTER", *SECRETS)


class Untrained(Exception):
    """There is no cache; the text is for a person."""


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("lakeside", timeout=LONGEST)
        self._path = str(path)

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def train(command: Command, outer: Mapping[str, str], folder: Path | None = None) -> Path:
    """Returns the cache, which lies in the folder, or else beside the jar. It is there once it is whole and tried."""
    java, jar, options = command.parts()
    cache = (folder or jar.parent) / cache_name(java, jar, options)
    unfinished = cache.with_name(f"{cache.name}{UNFINISHED}{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(prefix="lakeside-training-") as home:
            written = (*TRAINED_WITH, f"-XX:AOTCacheOutput={unfinished}")
            said = _run([java, *options, *written, "-jar", str(jar)], Path(home), outer)
            if folder is None:
                native.keep(Path(home), jar)
        if not unfinished.is_file():
            raise Untrained(f"Java wrote no cache. It said:\n{said}")
        _try([java, *options, "-XX:AOTMode=on", f"-XX:AOTCache={unfinished}", *QUIET, "-jar", str(jar), "--version"])
        if cache.name != cache_name(java, jar, options):
            raise Untrained(f"{jar} was replaced meanwhile.")
        _put(unfinished, cache)
    finally:
        remove_unfinished(cache.parent, str(os.getpid()))
    return cache


def remove_unfinished(folder: Path, whose: str = "") -> None:
    for left in folder.glob(f"*{UNFINISHED}{whose}*"):  # Java adds to the name while it works
        left.unlink(missing_ok=True)


def _try(words: list[str]) -> None:
    """Java ends with an error when it cannot use the cache, in this mode."""
    said = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST, check=False)
    if said.returncode != 0:
        raise Untrained(f"Java does not take its own cache. It said:\n{said.stdout}{said.stderr}".strip())


def _put(unfinished: Path, cache: Path) -> None:
    """On the disk before it has its name: a machine that fails now leaves no half of it."""
    descriptor = os.open(unfinished, os.O_RDONLY)
    try:
        os.fchmod(descriptor, 0o644)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    unfinished.replace(cache)


def _run(service: list[str], home: Path, outer: Mapping[str, str]) -> str:
    """From start to end; the cache is written at the end, which a signal asks for."""
    place, log = home / "service.sock", home / "log"
    kept = {name: value for name, value in outer.items() if not name.startswith(OF_OTHERS)}
    words = ["serve", "--socket", str(place), "--parent", str(os.getpid())]
    with training_rucio.played() as rucio, log.open("wb") as output:
        inner = environment(kept) | {"HOME": str(home), "LAKESIDE_RUCIO_URL": rucio}
        process = subprocess.Popen(
            [*service, *words], env=inner, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            if _answers(process, place):
                _use(place)
            process.terminate()
            process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            pass
        finally:
            process.kill()
            process.wait()
    return log.read_text(errors="replace").strip()


def _use(place: Path) -> None:
    for path in LOOKS:
        _ask(place, "GET", path)
    _ask(place, "POST", "instances/rucio/login", LOGIN)
    for _ in range(TIMES):
        for path in OFTEN:
            _ask(place, "GET", path)


def _answers(process: subprocess.Popen[bytes], place: Path) -> bool:
    until = time.monotonic() + LONGEST
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            _ask(place, "GET", "health")
            return True
        time.sleep(0.05)
    return False


def _ask(place: Path, method: str, path: str, body: bytes | None = None) -> int:
    """The status: whatever it is, the code that leads to it is in the cache."""
    connection = UnixConnection(place)
    try:
        connection.request(
            method, f"{API}/{path}", body, {"X-Lakeside": "training", "Content-Type": "application/json"}
        )
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def main() -> int:
    try:
        cache = train(Command(os.environ.get("LAKESIDE_JAVA", ""), os.environ.get("LAKESIDE_JAR", "")), os.environ)
    except (Untrained, CannotStart, OSError, http.client.HTTPException, subprocess.TimeoutExpired) as failure:
        print(f"lakeside: {failure}", file=sys.stderr)
        return 1
    for old in set(caches(cache.parent)) - {cache}:
        old.unlink(missing_ok=True)
    print(cache)
    return 0


if __name__ == "__main__":
    sys.exit(main())
