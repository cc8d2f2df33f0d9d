"""One relay: a port in front of another, and what happens to a request on its way."""

from __future__ import annotations

import contextlib
import fcntl
import select
import socket
import struct
import termios
import threading
import time
from collections.abc import Iterator
from typing import Any

from relay.rules import LOGIN_PAGE, Rule, RuleBook
from relay.wire import Head, Reader


class Cut(Exception):
    """The connection shall end here, in this way."""

    def __init__(self, how: str = "reset") -> None:
        super().__init__(how)
        self.how = how


class Relay:
    def __init__(self, target: int, port: int = 0) -> None:
        self.target = target
        self.rules = RuleBook()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = bound(port)
        self.port: int = self._listener.getsockname()[1]
        self._listen()

    def set(self, rules: list[Rule]) -> None:
        was_refusing = self.rules.refusing()
        self.rules.set(rules)
        if self.rules.refusing() and not was_refusing:
            self._close()
            # Bound but not listening: nobody else takes the port, and who connects is refused.
            self._listener = bound(self.port)
        elif was_refusing and not self.rules.refusing():
            self._listen()

    def close(self) -> None:
        self.rules.set([])
        self._close()

    def as_json(self) -> dict[str, Any]:
        return dict(port=self.port, target=self.target, **self.rules.as_json())

    def _listen(self) -> None:
        self._listener.listen(256)
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self._listener.close()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):
                end_with_reset(connection)
                connection.shutdown(socket.SHUT_RD)  # wakes recv(); the thread closes

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with self._lock:
            self._open.add(client)
        exchange = Exchange(client, self.target, self.rules)
        try:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while exchange.next():
                pass
        except Cut as cut:
            if cut.how == "reset":
                drain(client)
                end_with_reset(client)
        except (OSError, ValueError):
            # The server broke off, or spoke no http: the client shall see a broken connection, never a shorter answer.
            end_with_reset(client)
        finally:
            with self._lock:
                self._open.discard(client)
            exchange.close()


class Exchange:
    """One client's connection, and the one to the server that belongs to it."""

    def __init__(self, client: socket.socket, target: int, rules: RuleBook) -> None:
        self.client, self.target, self.rules = client, target, rules
        self.requests = Reader(client)
        self.answers: Reader | None = None

    def close(self) -> None:
        self.client.close()
        if self.answers:
            self.answers.connection.close()

    def next(self) -> bool:
        """Relays one request and its answer; False when the client has closed."""
        request = self.requests.head()
        if request is None:
            return False
        method, target, _ = request.start.split(b" ", 2)
        with self.rules.take(method.decode("latin-1"), target.decode("latin-1")) as (rule, changed):
            return self.follow(request, method, rule, changed)

    def follow(self, request: Head, method: bytes, rule: Rule, changed: threading.Event) -> bool:
        if rule.refuse:
            raise Cut()  # it came in on an open connection before that could be reset
        if rule.hang:
            for _ in self.requests.body(request, until_close=False):
                pass
            self.wait(changed)
            raise Cut()
        if rule.latency_ms:
            changed.wait(rule.latency_ms / 1000)
        if rule.status or rule.login_page:
            for _ in self.requests.body(request, until_close=False):
                pass
            self.client.sendall(own_answer(rule, method == b"HEAD"))
            return True
        return self.relay(request, method, rule, changed)

    def relay(self, request: Head, method: bytes, rule: Rule, changed: threading.Event) -> bool:
        server = self.server()
        forwarded = request.without(b"expect", *([b"range"] if rule.ignore_range else []))
        server.sendall(forwarded.raw())
        for piece in self.requests.body(request, until_close=False):
            server.sendall(framed(piece, request.chunked()))
        if request.chunked():
            server.sendall(b"0\r\n\r\n")
        assert self.answers
        answer = self.answers.head()
        if answer is None:
            raise ConnectionError("the server closed without an answer")
        status = int(answer.start.split(b" ")[1])
        no_body = method == b"HEAD" or status in (204, 304)
        self.client.sendall(answer.raw())
        if not no_body:
            body = self.answers.body(answer, until_close=True)
            for piece in self.spoilt(body, answer, rule, changed):
                self.client.sendall(framed(piece, answer.chunked()))
                self.rules.sent(len(piece))
            if answer.chunked():
                self.client.sendall(b"0\r\n\r\n")
        ends = not no_body and answer.length() is None and not answer.chunked()
        if b"close" in answer.get(b"connection").lower() or ends:
            server.close()
            self.answers = None
            return False
        return True

    def server(self) -> socket.socket:
        if self.answers:
            connection = self.answers.connection
            if not select.select([connection], [], [], 0)[0]:
                return connection
            connection.close()  # the server has ended a connection that was kept open
        connection = socket.create_connection(("127.0.0.1", self.target), timeout=10)
        connection.settimeout(None)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answers = Reader(connection)
        return connection

    def spoilt(self, body: Iterator[bytes], answer: Head, rule: Rule, changed: threading.Event) -> Iterator[bytes]:
        """The body as the rule wants it."""
        sent, started, first = 0, time.monotonic(), answer.first_byte()
        ends = [end for end in (rule.cut_after, rule.stall_after) if end >= 0]
        for whole in paced(body, rule.rate):
            piece = whole[: min(ends) - sent] if ends else whole
            flip = rule.corrupt_at - first - sent
            if rule.corrupt_at >= 0 and 0 <= flip < len(piece):
                piece = piece[:flip] + bytes([piece[flip] ^ 0xFF]) + piece[flip + 1 :]
            if piece:
                yield piece
            sent += len(piece)
            if ends and sent >= min(ends):
                if rule.stall_after == sent:
                    self.wait(changed)
                raise Cut(rule.cut)
            if rule.rate:
                changed.wait(max(0.0, sent / rule.rate - (time.monotonic() - started)))

    def wait(self, changed: threading.Event) -> None:
        """Until the rules change or the client has gone."""
        while not changed.wait(0.05):
            if select.select([self.client], [], [], 0)[0] and not self.client.recv(1, socket.MSG_PEEK):
                return


def bound(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


def end_with_reset(connection: socket.socket) -> None:
    """What is closed next ends with RST instead of FIN."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def drain(connection: socket.socket) -> None:
    """Waits until the client has what was sent: a reset throws away what is still on its way."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not struct.unpack("i", fcntl.ioctl(connection, termios.TIOCOUTQ, b"\0\0\0\0"))[0]:
            return
        time.sleep(0.002)


def framed(piece: bytes, chunked: bool) -> bytes:
    return b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece


def paced(body: Iterator[bytes], rate: int) -> Iterator[bytes]:
    """The same bytes in pieces so small that a rate looks steady."""
    size = max(1024, rate // 20)
    for piece in body:
        if rate:
            yield from (piece[i : i + size] for i in range(0, len(piece), size))
        else:
            yield piece


def own_answer(rule: Rule, head_only: bool) -> bytes:
    status, body, kind = rule.status, rule.body, rule.content_type
    if rule.login_page:
        status, body, kind = rule.status or 200, LOGIN_PAGE, "text/html; charset=utf-8"
    payload = body.encode()
    lines = [f"HTTP/1.1 {status} {'OK' if status < 300 else 'Fault'}", f"Content-Type: {kind}", f"Content-Length: {len(payload)}"]
    if rule.retry_after:
        lines.append(f"Retry-After: {rule.retry_after}")
    if rule.location:
        lines.append(f"Location: {rule.location}")
    return "\r\n".join([*lines, "", ""]).encode() + (b"" if head_only else payload)
