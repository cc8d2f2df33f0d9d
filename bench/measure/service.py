"""The service as it ships, started for a measurement and ended after it, and a client for its Unix socket."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

API = "/lakeside/api/v1"
START_LIMIT = 60.0  # seconds


class NotMeasured(Exception):
    """A measurement could not be made; says what was tried and what came back."""


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


class Client:
    """Speaks the API over one kept connection."""

    def __init__(self, path: Path, timeout: float = 60.0) -> None:
        self._connection = UnixConnection(path, timeout)

    def call(self, method: str, route: str, body: object = None) -> Any:
        return json.loads(self.ask(method, route, body))

    def ask(self, method: str, route: str, body: object = None) -> bytes:
        """The answer as it comes to a browser."""
        headers = {"X-Lakeside": "bench", "Content-Type": "application/json"}
        self._connection.request(method, API + route, None if body is None else json.dumps(body), headers)
        response = self._connection.getresponse()
        text = response.read()
        if response.status >= 400:
            raise NotMeasured(f"{method} {route}: {response.status} {text[:500].decode(errors='replace')}")
        return text

    def close(self) -> None:
        self._connection.close()


class Service:
    """`with Service(…) as service:` runs one until the end of the block; `started_in` is the seconds to the first answer."""

    def __init__(self, command: list[str], environment: Mapping[str, str], folder: Path, log: Path) -> None:
        self.socket, self.log = socket_of(folder), log
        self._command, self._environment = command, environment
        self._process: subprocess.Popen[bytes] | None = None
        self.started_in = 0.0

    @classmethod
    def shipped(
        cls,
        folder: Path,
        log: Path,
        settings: Mapping[str, str],
        java: str,
        jar: str,
        java_options: Sequence[str] = (),
        caches: Path | None = None,
    ) -> Service:
        """With the options and the environment that the server extension gives it, and a cache from that folder."""
        package = shipped_package()
        try:
            arguments = package.Command(java, jar, tuple(java_options), caches is not None, caches).arguments
            command = arguments(socket_of(folder), os.getpid(), folder / "crash.log")
        except package.CannotStart as reason:
            raise NotMeasured(f"{reason.detail} {reason.remedy}") from reason
        outer = {name: value for name, value in os.environ.items() if not name.startswith("LAKESIDE_")}
        return cls(command, package.environment(outer) | dict(settings), folder, log)

    @staticmethod
    def java(java: str, jar: str, java_options: Sequence[str] = ()) -> tuple[list[str], str]:
        """Java as the service has it, with its options; and the jar."""
        package = shipped_package()
        try:
            words = package.Command(java, jar, tuple(java_options)).line(())
        except package.CannotStart as reason:
            raise NotMeasured(f"{reason.detail} {reason.remedy}") from reason
        at = words.index("-jar")
        return words[:at], words[at + 1]

    @staticmethod
    def train(java: str, jar: str, java_options: Sequence[str], caches: Path) -> str:
        """Has the package make the cache that it makes in the background otherwise; what it says of it."""
        package = shipped_package()
        from jupyterlab_lakeside import training, user_cache

        try:
            return user_cache.make(package.Command(java, jar, tuple(java_options), caches=caches))
        except (training.Untrained, package.CannotStart) as reason:
            raise NotMeasured(f"the service has no cache to start from: {reason}") from reason

    def __enter__(self) -> Service:
        self.socket.unlink(missing_ok=True)
        with self.log.open("ab") as log:
            began = time.perf_counter()
            self._process = subprocess.Popen(
                self._command, env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            while (health := self._health()) is None:
                if self._process.poll() is not None or time.perf_counter() - began > START_LIMIT:
                    raise NotMeasured(f"the service gave no answer on /health; the end of its log:\n{self._log_end()}")
                time.sleep(0.002)
            self.started_in = time.perf_counter() - began
            if health["state"] != "ready":
                raise NotMeasured(f"the service is {health['state']}: {json.dumps(health['problems'])}")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def client(self) -> Client:
        return Client(self.socket)

    def pss(self) -> float:
        """Its share of memory in MB (10⁶ bytes): pages it shares with others count in part."""
        assert self._process is not None
        return pss(Path(f"/proc/{self._process.pid}/smaps_rollup").read_text())

    def _health(self) -> dict[str, Any] | None:
        client = Client(self.socket, timeout=5)
        try:
            return client.call("GET", "/health")  # type: ignore[no-any-return]
        except (OSError, http.client.HTTPException):
            return None
        finally:
            client.close()

    def _log_end(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]


def shipped_package() -> Any:
    """What the server extension runs the service with."""
    try:
        from jupyterlab_lakeside import command
    except ImportError as missing:
        raise NotMeasured(
            f"this Python ({sys.executable}) lacks {missing.name}: `make bench` builds and installs it"
        ) from missing
    return command


def socket_of(folder: Path) -> Path:
    return folder / "service.sock"


def pss(smaps_rollup: str) -> float:
    for line in smaps_rollup.splitlines():
        name, _, value = line.partition(":")
        if name == "Pss":
            return int(value.removesuffix("kB")) * 1024 / 1e6
    raise NotMeasured("/proc/PID/smaps_rollup has no line Pss")
