"""Containers of the image: run as a site would run them, asked over HTTP, ended."""

from __future__ import annotations

import json
import os
import random
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
LONG = 120.0  # seconds for what takes a second or two on a machine with nothing else to do
# What a careful site demands. Health is asked by `podman healthcheck run`: there is no systemd to ask it regularly.
# The host's network, as the lake and the browser are there; so Jupyter listens on loopback.
CLOSED = (
    "--network=host",
    "--read-only",
    "--cap-drop=all",
    "--security-opt=no-new-privileges",
    "--passwd=false",
    "--health-interval=disable",
)
LOOPBACK = ("--ServerApp.ip=127.0.0.1",)


class Failed(Exception):
    """A command did not do what was asked; the text is for a person."""


def run(*words: str | Path, check: bool = True, limit: float = 300.0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(word) for word in words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=limit
    )
    if check and done.returncode != 0:
        raise Failed(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done


def podman(*words: str | Path, check: bool = True) -> str:
    return run("podman", *words, check=check).stdout.strip()


def eventually(look: Callable[[], T], limit: float = LONG) -> T:
    """What `look` says as soon as that is true; after `limit` seconds whatever it says then."""
    deadline = time.monotonic() + limit
    while not (seen := look()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return seen


def free_port() -> int:
    """Below those that the kernel takes for connections: it stays free until a container has started."""
    for _ in range(200):
        with socket.socket() as probe:
            port = random.randrange(15_000, 32_000)
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise Failed("there is no free port")


def home_for(user: str, folder: Path) -> Path:
    """An empty folder that belongs to the user, and on whose way nobody is stopped."""
    folder.mkdir(parents=True)
    owner, _, group = user.partition(":")
    os.chown(folder, int(owner), int(group or 0))
    return folder


class Container:
    """One container, JupyterLab in it unless `command` says otherwise."""

    def __init__(
        self,
        image: str,
        *options: str | Path,
        user: str,
        settings: Mapping[str, str] | None = None,
        command: tuple[str, ...] = (),
    ) -> None:
        self.port, self.token = free_port(), secrets.token_hex(16)
        self.url = f"http://127.0.0.1:{self.port}"
        self.name = f"lakeside-test-{user.partition(':')[0]}-{secrets.token_hex(4)}"
        given = {"JUPYTER_TOKEN": self.token} | dict(settings or {})
        if not any("sock=" in word for word in command):
            given.setdefault("JUPYTER_PORT", str(self.port))
        environment = [word for name, value in given.items() for word in ("-e", f"{name}={value}")]
        podman(
            "run", "-d", f"--name={self.name}", *CLOSED, f"--user={user}", *environment, *options, image, *(command or LOOPBACK)
        )

    # ------------------------------------------------------------------ its life
    @property
    def running(self) -> bool:
        return podman("inspect", "--format", "{{.State.Running}}", self.name) == "true"

    def ended(self) -> int:
        """Its exit code, when it ends by itself."""
        if not eventually(lambda: not self.running):
            raise Failed(f"{self.name} does not end\n{self.log()}")
        return int(podman("inspect", "--format", "{{.State.ExitCode}}", self.name))

    def stop(self) -> int:
        """Asked by SIGTERM, killed after ten seconds; the exit code."""
        podman("stop", "-t", "10", self.name)
        return int(podman("inspect", "--format", "{{.State.ExitCode}}", self.name))

    @property
    def pid(self) -> int:
        """Of its first process, as this machine counts."""
        return int(podman("inspect", "--format", "{{.State.Pid}}", self.name))

    def terminated(self) -> tuple[int, float]:
        """By SIGTERM, which is sent once, and nothing else: its exit code, and the seconds until it was gone."""
        pid = self.pid
        began = time.monotonic()
        os.kill(pid, signal.SIGTERM)
        gone = eventually(lambda: not Path(f"/proc/{pid}").exists())
        seconds = time.monotonic() - began
        if not gone:
            raise Failed(f"{self.name} does not end\n{self.log()}")
        return self.ended(), seconds

    def kill(self) -> None:
        podman("kill", "-s", "KILL", self.name, check=False)
        eventually(lambda: not self.running)

    def remove(self) -> None:
        podman("rm", "-f", "-t", "1", self.name, check=False)

    def log(self) -> str:
        done = run("podman", "logs", self.name, check=False)
        return done.stdout + done.stderr

    def execute(self, *words: str) -> str:
        return podman("exec", self.name, *words)

    def healthy(self) -> tuple[bool, str]:
        done = run("podman", "healthcheck", "run", self.name, check=False)
        last = podman("inspect", "--format", "{{json .State.Healthcheck.Log}}", self.name)
        said = (json.loads(last) or [{}])[-1].get("Output", "") if last else ""
        return done.returncode == 0, said

    # ------------------------------------------------------------------ what it answers
    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"token {self.token}", "X-Lakeside": "test", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def health(self) -> dict[str, Any]:
        """The service's word about itself, when it answers; the log when it does not."""

        def asked() -> dict[str, Any]:
            try:
                answer = self.get("lakeside/api/v1/health")
                return answer if "state" in answer else {}
            except (OSError, urllib.error.HTTPError):
                return {}

        health = eventually(asked)
        if not health:
            raise Failed(f"the service does not answer\n{self.log()}")
        return health

    def files(self, path: str = "") -> set[str]:
        """What JupyterLab's file browser shows of a folder."""
        return {entry["name"] for entry in self.get(f"api/contents/{path}")["content"]}
