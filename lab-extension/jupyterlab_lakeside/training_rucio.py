"""The Rucio that the service is trained with: it answers a login, a search and a look into a dataset, to nobody else.

Code that has run is quicker in every later start; a Rucio of its own is what every machine has, also one that builds an
image and reaches no server. What it says has the form of what Rucio says.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterable, Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

SCOPE, DATASET = "training", "dataset"
FOUND, FILES = 400, 2000  # rows of a search and of a dataset: more than a page each


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        path = url.path
        if path.startswith("/auth/"):
            until = formatdate(time.time() + 3600, usegmt=True).replace("GMT", "UTC")
            who = {"X-Rucio-Auth-Account": "nobody", "X-Rucio-Auth-Token-Expires": until}
            self._say("", who | {"X-Rucio-Auth-Token": "training"})
        elif path.endswith("/dids/search"):
            limit = int(parse_qs(url.query).get("limit", [str(FOUND)])[0])
            self._rows(_found(number) for number in range(min(limit, FOUND)))
        elif path.endswith(f"/{DATASET}/dids"):
            self._rows(_file(number) | {"type": "FILE", "md5": None} for number in range(FILES))
        elif path.endswith(f"/{DATASET}"):
            self._value({"scope": SCOPE, "name": DATASET, "type": "DATASET", "account": "nobody", "open": False})
        elif path.endswith("/scopes/"):
            self._value([SCOPE])
        elif path == "/ping":
            self._value({"version": "0"})
        else:
            self._say('{"ExceptionClass": "UnsupportedOperation", "ExceptionMessage": "training"}', {}, 404)

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "{}")
        if self.path == "/replicas/list":
            self._rows(_replicas(did) for did in asked["dids"])
        else:
            self._rows(())

    def log_message(self, *_: object) -> None:
        """To nobody."""

    def _value(self, value: object) -> None:
        self._say(json.dumps(value), {"Content-Type": "application/json"})

    def _rows(self, rows: Iterable[object]) -> None:
        self._say("".join(json.dumps(row) + "\n" for row in rows), {"Content-Type": "application/x-json-stream"})

    def _say(self, text: str, headers: dict[str, str], status: int = 200) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _found(number: int) -> dict[str, object]:
    return {"scope": SCOPE, "name": f"{DATASET}.{number:06d}", "did_type": "DATASET", "bytes": 1000, "length": 1}


def _file(number: int) -> dict[str, object]:
    return {"scope": SCOPE, "name": f"file.{number:06d}.root", "bytes": 1000, "adler32": "00001234"}


def _replicas(did: dict[str, str]) -> dict[str, object]:
    pfn = f"https://storage.invalid:443/{did['name']}"
    rse = {
        "rse": "TRAINING",
        "type": "DISK",
        "volatile": False,
        "domain": "wan",
        "priority": 1,
        "client_extract": False,
    }
    known = {"md5": None, "pfns": {pfn: rse}, "rses": {"TRAINING": [pfn]}, "states": {"TRAINING": "AVAILABLE"}}
    return _file(0) | did | known


@contextlib.contextmanager
def played() -> Iterator[str]:
    """Its address, on loopback, until the end of the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
