"""The relays of one lake under their names, and the port over which tests steer them.

GET /                 every relay: port, target, rules, and what was counted since the rules were set
GET /NAME             one relay
PUT /NAME             a rule, or a list of rules, in place of those before; [] for none
POST /NAME            a further rule, after those before
PUT /NAME?target=PORT a further relay in front of that port
DELETE /              no rules any more, anywhere
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from relay.rules import parse_rule
from relay.server import Relay


class Relays:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._relays: dict[str, Relay] = {}

    def add(self, name: str, target: int, port: int = 0) -> Relay:
        with self._lock:
            if name in self._relays and self._relays[name].target == target:
                return self._relays[name]
            if name in self._relays:
                self._relays[name].close()
            self._relays[name] = Relay(target, port)
            return self._relays[name]

    def get(self, name: str) -> Relay:
        if name not in self._relays:
            raise ValueError(f"there is no relay '{name}': {', '.join(self._relays)}")
        return self._relays[name]

    def set(self, name: str, rules: list[dict[str, Any]]) -> Relay:
        relay = self.get(name)
        relay.set([parse_rule(rule) for rule in rules])
        return relay

    def clear(self) -> None:
        for relay in list(self._relays.values()):
            relay.set([])

    def as_json(self) -> dict[str, Any]:
        return {name: relay.as_json() for name, relay in self._relays.items()}


def control(port: int, relays: Relays) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            try:
                status, value = 200, self.act()
            except ValueError as error:  # JSON errors are ValueErrors too
                status, value = 400, dict(error=str(error))
            payload = (json.dumps(value) + "\n").encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        do_GET = do_PUT = do_POST = do_DELETE = answer  # noqa: N815

        def act(self) -> dict[str, Any]:
            url = urlsplit(self.path)
            name, target = unquote(url.path).strip("/"), parse_qs(url.query).get("target")
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.command == "DELETE" and not name:
                relays.clear()
            elif self.command == "PUT" and target:
                relays.add(name, int(target[0]))
            elif self.command in ("PUT", "POST"):
                wanted = json.loads(body)
                before = relays.get(name).rules.as_json()["rules"] if self.command == "POST" else []
                relays.set(name, before + (wanted if isinstance(wanted, list) else [wanted]))
            return relays.get(name).as_json() if name else relays.as_json()

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    return Server(("127.0.0.1", port), Handler)
