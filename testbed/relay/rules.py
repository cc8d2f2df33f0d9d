"""What a relay does to which requests."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

LOGIN_PAGE = """<!DOCTYPE html>
<html><head><title>Sign in to your account</title></head>
<body><form method="post" action="/sso/login"><h1>Please sign in</h1>
<input name="username"><input name="password" type="password"><button>Sign in</button></form></body></html>
"""


@dataclass(frozen=True)
class Rule:
    """Which requests it is for (method, path, times), and what happens to them. Without a fault: they pass."""

    method: str = ""  # GET, POST, ...
    path: str = ""  # a regular expression, searched in the path and query as sent
    times: int = 0  # for so many matching requests only; 0: for all

    refuse: bool = False  # the port is closed, connections that are open are reset
    hang: bool = False  # take the request, never answer
    latency_ms: int = 0  # answer so much later
    rate: int = 0  # at most so many bytes of the body a second
    cut_after: int = -1  # the connection ends after so many bytes of the body
    cut: str = "reset"  # how it ends: reset or fin
    stall_after: int = -1  # silence after so many bytes of the body
    corrupt_at: int = -1  # the byte at this offset of the file is another one (ranges are taken into account)
    ignore_range: bool = False  # the server does not see the header Range: it sends the whole file
    status: int = 0  # the relay answers itself, with this status
    retry_after: str = ""  # with status: seconds or a date
    location: str = ""  # with status
    body: str = ""  # with status
    content_type: str = "text/plain"  # with status
    login_page: bool = False  # the relay answers 200 with the page of a single sign-on

    def __post_init__(self) -> None:
        re.compile(self.path)
        if self.cut not in ("reset", "fin"):
            raise ValueError(f"cut is '{self.cut}', not reset or fin")
        if self.refuse and (self.times or self.path or self.method):
            raise ValueError("refuse closes the port for every request: it goes with neither times, path nor method")

    def matches(self, method: str, target: str) -> bool:
        return self.method in ("", method) and re.search(self.path, target) is not None


def parse_rule(values: dict[str, Any]) -> Rule:
    """From JSON, or from the words of the command line, where every value is text."""
    kinds: dict[str, type] = {f.name: type(f.default) for f in fields(Rule)}
    parsed: dict[str, Any] = {}
    for key, value in values.items():
        if key not in kinds:
            raise ValueError(f"there is no '{key}': {', '.join(kinds)}")
        try:
            parsed[key] = value in (True, "1", "true") if kinds[key] is bool else kinds[key](value)
        except (TypeError, ValueError):
            raise ValueError(f"{key} is '{value}', not a number") from None
    return Rule(**parsed)


PASS = Rule()


class RuleBook:
    """The rules of one relay and what has happened since they were set. The first rule that matches counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[Rule] = []
        self._left: list[int] = []
        self._counters: dict[str, int] = {}
        self._open = 0  # requests that have come and are not answered to their end
        self.changed = threading.Event()  # replaced by a new one whenever the rules change
        self.set([])

    def set(self, rules: list[Rule]) -> None:
        with self._lock:
            self._rules, self._left = rules, [rule.times for rule in rules]
            self._counters = dict(requests=0, faulted=0, body_bytes=0)
            before, self.changed = self.changed, threading.Event()
        before.set()

    def refusing(self) -> bool:
        return any(rule.refuse for rule in self._rules)

    @contextlib.contextmanager
    def take(self, method: str, target: str) -> Iterator[tuple[Rule, threading.Event]]:
        """The rule for a request, and the event that tells when the rules have changed. The request is open meanwhile."""
        with self._lock:
            self._open += 1
            rule, changed = self._rule(method, target), self.changed
        try:
            yield rule, changed
        finally:
            with self._lock:
                self._open -= 1

    def _rule(self, method: str, target: str) -> Rule:
        self._counters["requests"] += 1
        for i, rule in enumerate(self._rules):
            if rule.matches(method, target) and (rule.times == 0 or self._left[i] > 0):
                self._left[i] -= 1
                self._counters["faulted"] += 1
                return rule
        return PASS

    def sent(self, count: int) -> None:
        with self._lock:
            self._counters["body_bytes"] += count

    def as_json(self) -> dict[str, Any]:
        with self._lock:
            plain = [{f.name: getattr(r, f.name) for f in fields(r) if getattr(r, f.name) != f.default} for r in self._rules]
            return dict(rules=plain, open=self._open, **self._counters)
