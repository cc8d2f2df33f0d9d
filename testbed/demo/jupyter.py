"""A JupyterLab of the demo's own: its process, its REST interface, its kernels."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bed import Refused
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

START_LIMIT = 60.0  # seconds until JupyterLab answers
STOP_LIMIT = 10.0  # seconds that it has to end by itself


def free_port(wanted: int) -> int:
    """The first port from `wanted` on that nobody listens on; any when `wanted` is 0."""
    for port in [*range(wanted, wanted + 50), 0] if wanted else [0]:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Refused("no free port")


def note_of(home: Path) -> Path:
    """Where the process of a JupyterLab is noted, as "<pid> <kernel start time>": a pid given anew is never taken for it."""
    return home / "jupyterlab.pid"


def _began(pid: int) -> str:
    """When the kernel started this process, in its ticks; empty if there is none."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return ""
    return status.rpartition(")")[2].split()[19]


def running(home: Path) -> int | None:
    """The pid of the JupyterLab that lives below `home`, whoever started it."""
    try:
        pid, _, began = note_of(home).read_text(encoding="utf-8").strip().partition(" ")
    except OSError:
        return None
    return int(pid) if began and _began(int(pid)) == began else None


def end_left_behind(home: Path) -> bool:
    """Ends the JupyterLab that a killed demo left behind; whether there was one."""
    pid = running(home)
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_LIMIT
        while running(home) is not None and time.monotonic() < deadline:
            time.sleep(0.05)
        if running(home) is not None:
            os.killpg(pid, signal.SIGKILL)
    note_of(home).unlink(missing_ok=True)
    return pid is not None


class JupyterLab:
    """Starts JupyterLab below `home`, so that nothing is read from or written to the user's own set-up."""

    def __init__(self, home: Path, root: Path, environment: dict[str, str], port: int = 0) -> None:
        self.home, self.root = home, root
        self.port = free_port(port)
        self.token = secrets.token_hex(16)
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home / "jupyterlab.log"
        self._note = note_of(home)
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, path: str = "lab") -> str:
        return f"{self.url}/{path}?token={self.token}"

    def start(self) -> None:
        for part in ("config", "data", "runtime", "ipython", "matplotlib", "lab"):
            (self.home / part).mkdir(parents=True, exist_ok=True)
        self._ask_nobody_about_news()
        # What the user has set for Lakeside is for the user's own lake.
        outer = {name: value for name, value in os.environ.items() if not name.startswith("LAKESIDE_")}
        environment = outer | {"LAKESIDE_AOT_CACHE": "off"} | self._environment  # nothing is made for later starts
        environment |= {
            "JUPYTER_CONFIG_DIR": str(self.home / "config"),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.home / "lab" / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.home / "lab" / "workspaces"),
            "IPYTHONDIR": str(self.home / "ipython"),
            "MPLCONFIGDIR": str(self.home / "matplotlib"),
            "JUPYTER_TOKEN": self.token,  # not an argument: those can be read by everybody
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        command = [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"),
            *(f"--port={self.port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={self.root}"),
            *("--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"),
            *("--LabApp.extension_manager=readonly", "--LabApp.expose_app_in_browser=True"),
        ]
        if os.geteuid() == 0:
            command.append("--allow-root")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._note.write_text(f"{self._process.pid} {_began(self._process.pid)}\n", encoding="utf-8")
        self._wait(lambda: "version" in self.get("api"), "JupyterLab")

    def wait_for_service(self) -> dict[str, Any]:
        """Until the service behind the panel answers; its own word about itself."""
        health: dict[str, Any] = {}

        def answered() -> bool:
            health.update(self.get("lakeside/api/v1/health"))
            return "state" in health

        self._wait(answered, "the service")
        if health["state"] != "ready":
            raise Refused("the service is misconfigured: " + "; ".join(problem["detail"] for problem in health["problems"]))
        return health

    def _wait(self, ready: Callable[[], bool], what: str) -> None:
        deadline, last = time.monotonic() + START_LIMIT, ""
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                raise Refused(f"JupyterLab ended with {self._process.returncode}; see {self.log}")
            try:
                if ready():
                    return
            except (OSError, Refused) as problem:
                last = str(problem)
            time.sleep(0.05)
        raise Refused(f"{what} did not answer within {START_LIMIT:.0f} s ({last}); see {self.log}")

    def wait(self) -> None:
        """Until JupyterLab ends, as by its menu."""
        if self._process is not None:
            self._process.wait()

    def stop(self) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(STOP_LIMIT)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._note.unlink(missing_ok=True)

    def _ask_nobody_about_news(self) -> None:
        """JupyterLab would open a question over the page at its first start."""
        wanted = self.home / "lab" / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
        if not wanted.exists():
            wanted.parent.mkdir(parents=True, exist_ok=True)
            wanted.write_text('{"fetchNews": "false"}\n', encoding="utf-8")

    # ------------------------------------------------------------------ REST
    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(f"{self.url}/{path}", method=method)
        request.add_header("Authorization", f"token {self.token}")
        request.add_header("X-Lakeside", "demo")
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, data, timeout=60) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refusal:
            raise Refused(f"{method} {path}: {refusal.code} {self._words(refusal.read())}") from refusal
        return json.loads(text) if text else None

    @staticmethod
    def _words(text: bytes) -> str:
        try:
            problem = json.loads(text)
            return f"{problem['detail']} {problem.get('remedy', '')}".strip()
        except (ValueError, KeyError, TypeError):
            return text[:200].decode(errors="replace")

    # ------------------------------------------------------------------ kernels
    def kernel_of(self, notebook: str) -> str:
        """Opens a session for a notebook, as JupyterLab does; the kernel's id."""
        session = {"path": notebook, "name": Path(notebook).name, "type": "notebook", "kernel": {"name": "python3"}}
        return str(self.call("POST", "api/sessions", session)["kernel"]["id"])

    def run(self, kernel: str, cells: list[str], limit: float = 120.0) -> list[str]:
        """Executes cells one after another; what each printed. An error in one ends it."""
        return asyncio.run(asyncio.wait_for(self._run(kernel, cells), limit))

    async def _run(self, kernel: str, cells: list[str]) -> list[str]:
        address = f"ws://127.0.0.1:{self.port}/api/kernels/{kernel}/channels"
        request = HTTPRequest(address, headers={"Authorization": f"token {self.token}"})
        socket_ = await websocket_connect(request, max_message_size=1 << 28)
        printed = []
        for code in cells:
            message = uuid.uuid4().hex
            header = {"msg_id": message, "msg_type": "execute_request", "username": "", "session": message, "version": "5.3"}
            content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False, "stop_on_error": False}
            await socket_.write_message(
                json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"})
            )
            printed.append(await self._output(socket_, message, code))
        socket_.close()
        return printed

    @staticmethod
    async def _output(socket_: Any, message: str, code: str) -> str:
        text, replied, idle = "", False, False
        while not (replied and idle):
            raw = await socket_.read_message()
            if raw is None:
                raise Refused("the kernel's connection closed")
            answer = json.loads(raw)
            if answer["parent_header"].get("msg_id") != message:
                continue
            kind, content = answer["msg_type"], answer["content"]
            if kind == "stream":
                text += content["text"]
            elif kind == "error":
                raise Refused(f"the cell\n{code}\nfailed: {content['ename']}: {content['evalue']}")
            replied = replied or kind == "execute_reply"
            idle = idle or (kind == "status" and content["execution_state"] == "idle")
        return text
