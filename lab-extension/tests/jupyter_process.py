"""A real Jupyter server in a process of its own, with the extension from this tree."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

from observing import LIMIT, eventually

TOP = Path(__file__).resolve().parents[1]
TOKEN = "token-of-jupyter"
OTHER_EXTENSIONS = ("jupyterlab", "jupyter_lsp", "jupyter_server_terminals", "notebook_shim")


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> dict[str, object]:
        told = json.loads(self.body)
        assert isinstance(told, dict)
        return told


class Jupyter:
    def __init__(
        self, home: Path, service: Mapping[str, str], *arguments: str, program: str = "jupyter_server"
    ) -> None:
        self.home = home
        self.log = home / "jupyter.log"
        self.sockets = Path(service.get("XDG_RUNTIME_DIR", os.devnull))
        self.notes = Path(service.get("LAKESIDE_DOUBLE_NOTES", os.devnull))
        runtime = home / "runtime"
        runtime.mkdir(parents=True, exist_ok=True)
        extensions = {"jupyterlab_lakeside": True}
        if program == "jupyter_server":
            extensions |= dict.fromkeys(OTHER_EXTENSIONS, False)
        own = {"HOME": str(home), "JUPYTER_RUNTIME_DIR": str(runtime), "JUPYTER_TOKEN": TOKEN}
        own["LAKESIDE_AOT_CACHE"] = "off"  # nothing is made for later starts
        environment = {**inherited(), **own, **service}
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", program, "--allow-root", "--no-browser", "--ip=127.0.0.1", "--port=0"),
                    *("--debug", f"--ServerApp.jpserver_extensions={extensions!r}", *arguments),
                ],
                env=environment,
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
            )
        self.pid = self.process.pid
        try:
            info = eventually(lambda: self._info(runtime))
        except AssertionError:
            self.process.kill()
            raise AssertionError(self.log.read_text()) from None
        self.port = int(str(info["port"]))
        self.base_url = str(info["base_url"])

    def _info(self, runtime: Path) -> dict[str, object]:
        """What the server says of itself, once it listens."""
        assert self.process.poll() is None, self.log.read_text()
        with contextlib.suppress(OSError, ValueError):
            info = json.loads((runtime / f"jpserver-{self.pid}.json").read_text())
            with socket.create_connection(("127.0.0.1", info["port"]), LIMIT):
                assert isinstance(info, dict)
                return info
        return {}

    @contextlib.contextmanager
    def asking(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[http.client.HTTPResponse]:
        """A request and its answer, of which nothing but the head has been read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT)
        try:
            sent = {"Authorization": f"token {TOKEN}"} if headers is None else dict(headers)
            chunked = body is not None and not isinstance(body, bytes)
            if chunked:
                sent["Transfer-Encoding"] = "chunked"
            connection.request(method, self.base_url + path, body, sent, encode_chunked=chunked)
            yield connection.getresponse()
        finally:
            connection.close()

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """With Jupyter's token, unless other headers are given."""
        with self.asking(method, path, body, headers) as answer:
            return Reply(answer.status, answer.headers, answer.read())

    def login_cookies(self) -> dict[str, str]:
        """The cookies of a browser that has logged in, among them `_xsrf`."""
        crumbs: SimpleCookie = SimpleCookie()
        for page in ("login", f"login?token={TOKEN}"):
            for line in self.ask("GET", page, headers={}).headers.get_all("Set-Cookie", []):
                crumbs.load(line)
        return {name: crumb.coded_value for name, crumb in crumbs.items()}

    def service_pid(self) -> int:
        """The pid of the service, as soon as it answers."""
        health = self.ask("GET", "lakeside/api/v1/health")
        assert health.status == 200, health.body
        return int(str(health.json()["pid"]))

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(LIMIT)

    def end(self) -> None:
        """However the test went."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.terminate()
            self.process.wait(15)
        self.process.kill()
        self.process.wait()


def inherited() -> dict[str, str]:
    """This environment without what is set for other Jupyters and other services, and with this tree's package."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "LAKESIDE", "XDG"))}
    return kept | {"PYTHONPATH": str(TOP), "PYTHONDONTWRITEBYTECODE": "1"}
