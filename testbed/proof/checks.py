"""Running checks, and asking the lake that LAKE_... in the environment describes."""

from __future__ import annotations

import http.client
import json
import os
import socket
import ssl
import subprocess
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

Check = Callable[[], None]
CHECKS: list[tuple[str, Check]] = []
HERE = Path(__file__).resolve().parent.parent


def check(sentence: str) -> Callable[[Check], Check]:
    def register(function: Check) -> Check:
        CHECKS.append((sentence, function))
        return function

    return register


def run_all(junit: Path | None, suite_name: str = "testbed") -> int:
    failed = 0
    suite = ElementTree.Element("testsuite", name=suite_name, tests=str(len(CHECKS)), errors="0", skipped="0")
    for sentence, function in CHECKS:
        started = time.monotonic()
        problem = tried(function)
        seconds = f"{time.monotonic() - started:.2f}"
        print(f"{'FAIL' if problem else 'ok':<4} {sentence} ({seconds} s)" + (f"\n     {problem}" if problem else ""), flush=True)
        case = ElementTree.SubElement(suite, "testcase", classname=suite_name, name=sentence, time=seconds)
        if problem:
            failed += 1
            ElementTree.SubElement(case, "failure", message=problem)
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    if junit:
        suite.set("failures", str(failed))
        junit.parent.mkdir(parents=True, exist_ok=True)
        ElementTree.ElementTree(suite).write(junit, encoding="utf-8", xml_declaration=True)
    return 1 if failed else 0


def tried(function: Check) -> str:
    """What is wrong; empty if nothing is."""
    try:
        function()
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno}: {where.line})"
    return ""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def rows(self) -> list[Any]:
        return [json.loads(line) for line in self.body.splitlines()]


def lake(name: str) -> str:
    return os.environ["LAKE_" + name]


def trusted() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=lake("CA"))


def connection(url: str, timeout: float = 20, context: ssl.SSLContext | None = None) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    if parts.scheme == "https":
        return http.client.HTTPSConnection(parts.netloc, timeout=timeout, context=context or trusted())
    return http.client.HTTPConnection(parts.netloc, timeout=timeout)


def ask(url: str, method: str = "GET", body: Any = None, timeout: float = 20, **headers: Any) -> Answer:
    """One request on a connection of its own. Headers are named with _ for -."""
    parts, client = urlsplit(url), connection(url, timeout)
    data = None if body is None else json.dumps(body).encode()
    target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
    try:
        client.request(method, target, data, {name.replace("_", "-"): str(value) for name, value in headers.items()})
        answer = client.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        client.close()


def login(user: str, password: str = "secret", **headers: Any) -> Answer:
    return ask(lake("RUCIO_URL") + "/auth/userpass", X_Rucio_Username=user, X_Rucio_Password=password, **headers)


_tokens: dict[str, str] = {}


def rucio(
    path: str, method: str = "GET", body: Any = None, user: str = "alice", base: str = "RUCIO_URL", timeout: float = 20
) -> Answer:
    if user not in _tokens:
        _tokens[user] = login(user).headers["X-Rucio-Auth-Token"]
    return ask(lake(base) + path, method, body, timeout=timeout, X_Rucio_Auth_Token=_tokens[user])


def forget_tokens() -> None:
    _tokens.clear()


def did_path(did: str) -> str:
    scope, name = did.split(":", 1)
    return f"/dids/{quote(scope, safe='')}/{quote(name, safe='')}"


def replicas(*dids: str) -> dict[str, dict[str, Any]]:
    """What /replicas/list says, by name of the file."""
    wanted = [dict(zip(("scope", "name"), did.split(":", 1), strict=True)) for did in dids]
    return {row["name"]: row for row in rucio("/replicas/list", "POST", dict(dids=wanted)).rows()}


def encoded(pfn: str) -> str:
    """Rucio's addresses are not percent-encoded."""
    scheme, _, rest = pfn.partition("://")
    host, _, path = rest.partition("/")
    return f"{scheme}://{host}/{quote(path)}"


def script(name: str, *words: str, **env: str) -> str:
    done = subprocess.run([str(HERE / name), *words], capture_output=True, text=True, env={**os.environ, **env}, check=False)
    assert done.returncode == 0, f"{name} {' '.join(words)}: exit {done.returncode}: {done.stderr.strip()}"
    return done.stdout.strip()


def refused(url: str) -> bool:
    parts = urlsplit(url)
    assert parts.port is not None, f"{url} names no port"
    try:
        socket.create_connection((parts.hostname, parts.port), timeout=5).close()
    except ConnectionRefusedError:
        return True
    return False
