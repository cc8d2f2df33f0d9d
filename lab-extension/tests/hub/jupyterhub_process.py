"""A real JupyterHub with its real proxy, in processes of their own."""

from __future__ import annotations

import contextlib
import http.client
import http.cookiejar
import json
import secrets
import shutil
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
from jupyter_process import TOP, inherited
from observing import LIMIT, eventually

CONFIG = Path(__file__).with_name("jupyterhub_config.py")
OF_NPM = TOP / "node_modules" / ".bin" / "configurable-http-proxy"


def proxy_program() -> str:
    found = str(OF_NPM) if OF_NPM.exists() else shutil.which("configurable-http-proxy")
    if found is None:
        pytest.skip("configurable-http-proxy is not installed: npm --prefix lab-extension ci")
    return found


class Hub:
    def __init__(self, home: Path, environment: Mapping[str, str], may_see_auth_state: bool = True) -> None:
        home.mkdir(parents=True)
        self.log = home / "hub.log"
        self._api_token = secrets.token_hex(16)
        ports = free_ports(3)
        self.url = f"http://127.0.0.1:{ports[0]}"
        wanted = {
            "home": str(home),
            "ports": ports,
            "proxy": proxy_program(),
            "environment": {**environment, "PYTHONPATH": str(TOP), "PYTHONDONTWRITEBYTECODE": "1"},
            "may_see_auth_state": may_see_auth_state,
            "api_token": self._api_token,
        }
        own = {"HUB": json.dumps(wanted), "JUPYTERHUB_CRYPT_KEY": secrets.token_hex(32), "HOME": str(home)}
        with self.log.open("ab") as sink:
            self._process = psutil.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)],
                env={**inherited(), **own},
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
            )
        self._family: list[psutil.Process] = []

    def log_in(self, name: str) -> None:
        """As a person does, with the form."""
        cookies = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
        page = f"{self.url}/hub/login?next=%2Fhub%2Fhome"
        eventually(lambda: self._opened(browser, page))
        crumb = next(cookie.value for cookie in cookies if cookie.name == "_xsrf")
        form = urllib.parse.urlencode({"username": name, "password": "any", "_xsrf": crumb}).encode()
        with browser.open(page, form, timeout=LIMIT) as home:
            assert home.url.endswith("/hub/home"), home.url

    def start_server(self, name: str) -> None:
        assert self.ask("POST", f"/hub/api/users/{name}/server")[0] in (201, 202)
        eventually(lambda: self.ask("GET", f"/user/{name}/api/status")[0] == 200, 2 * LIMIT)

    def ask(self, method: str, path: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc, timeout=LIMIT)
        with contextlib.closing(connection):
            connection.request(method, path, headers={"Authorization": f"token {self._api_token}"})
            answer = connection.getresponse()
            body = answer.read()
        return answer.status, json.loads(body) if "json" in answer.headers.get("Content-Type", "") else body

    def kill(self) -> None:
        """The hub alone: its proxy and the servers of its users go on."""
        self._family = self._process.children(recursive=True)
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        if self._process.is_running() and not self._family:
            self._family = self._process.children(recursive=True)
            self._process.terminate()
            with contextlib.suppress(psutil.TimeoutExpired):
                self._process.wait(30)
        for one in [self._process, *self._family]:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(self._family, 10)

    def server_of(self, name: str) -> psutil.Process:
        """The Jupyter server of a user."""
        return next(
            one for one in self._process.children(recursive=True) if in_environment(one, "JUPYTERHUB_USER") == name
        )

    def _opened(self, browser: urllib.request.OpenerDirector, page: str) -> bool:
        assert self._process.is_running(), self.log.read_text()
        try:
            with browser.open(page, timeout=LIMIT):
                return True
        except OSError:
            return False


def in_environment(process: psutil.Process, name: str) -> str:
    """Of the environment that it was started with."""
    return str(process.environ().get(name, ""))


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
