"""Passes requests below `<base_url>lakeside/` on to the service, behind Jupyter's login and XSRF check.

Piece by piece in both directions: whoever is slow is waited for, and whoever leaves is noticed on the other side.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Collection
from datetime import datetime, timezone
from http.client import responses

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado import web
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, RequestStartLine, ResponseStartLine
from tornado.iostream import StreamClosedError

from .admission import AdmittingHandler
from .headers import target, to_browser, to_service
from .problems import Refused
from .states import Ready
from .supervisor import Supervisor
from .upstream import Upstream

LONGEST_REFUSAL = 5.0  # seconds that a running service may refuse connections, as when it has just been killed
LONGEST_DOUBT = 1.0  # seconds until a service that hangs up without a word counts as alive
STEP = 0.02


@web.stream_request_body
class ForwardHandler(AdmittingHandler):
    """One request. `quiet` paths do not keep an idle server alive."""

    def initialize(self, supervisor: Supervisor, quiet: Collection[str]) -> None:  # type: ignore[override]
        super().initialize()
        self._supervisor = supervisor
        self._quiet = quiet
        self._opening: asyncio.Task[tuple[Ready, Upstream]] | None = None
        self._service: Ready | None = None
        self._upstream: Upstream | None = None
        self._has_body = False
        self._left = False

    async def prepare(self) -> None:  # type: ignore[override]
        await super().prepare()
        if self.refused is None:
            self._count_activity()

    def _count_activity(self) -> None:
        path = target(self.request.path, self.base_url).removeprefix("/lakeside/")
        if path not in self._quiet and not self.get_query_arguments("no_track_activity"):
            self.settings["last_activity_times"]["lakeside"] = datetime.now(timezone.utc)

    # ------------------------------------------------------------------ the request, piece by piece

    async def data_received(self, chunk: bytes) -> None:
        self._has_body = True
        if self.refused is not None or self._left:
            return
        try:
            upstream = await self._open()
            await upstream.send(chunk)
        except Refused as refused:
            self.refused = refused
        except StreamClosedError:
            self.refused = Refused(self._supervisor.unreachable("The service ended while it took the request.", 502))
        except asyncio.CancelledError:
            if not self._left:
                raise

    async def _open(self) -> Upstream:
        """The connection to the service, with the head of the request sent."""
        if self._upstream is None:
            self._opening = asyncio.ensure_future(connected(self._supervisor))
            self._service, self._upstream = await self._opening
            await self._upstream.send_head(
                self.request.method or "",
                target(self.request.uri or "", self.base_url),
                to_service(self.request, self.current_user.username),
            )
        return self._upstream

    # ------------------------------------------------------------------ the answer, piece by piece

    @allow_unauthenticated  # `prepare` has looked at who it is
    async def _forward(self, _path: str) -> None:
        if self.refused is not None:
            raise self.refused
        try:
            whole = await self._answered() or (await self._may_ask_again() and await self._answered())
        except asyncio.CancelledError:
            if not self._left:
                raise
            return
        finally:
            if self._upstream is not None:
                self._upstream.close()
        if whole or self._left:
            return
        if not self._headers_written:
            raise Refused(self._supervisor.unreachable("The service ended before it answered this request.", 502))
        self.log.warning("lakeside: the answer to %s %s was cut short", self.request.method, self.request.path)
        self.detach().close()  # so that half an answer does not look like a whole one

    async def _answered(self) -> bool:
        """Whether a whole answer has come."""
        answer = Answer(self)
        with contextlib.suppress(StreamClosedError):
            upstream = await self._open()
            await upstream.answer(answer)
        return answer.whole

    async def _may_ask_again(self) -> bool:
        """A service that was killed under a question, before it said a word, leaves the question to the next one."""
        if self._headers_written or self._left or self._has_body or self.request.method not in ("GET", "HEAD"):
            return False
        if self._service is None or not await self._supervisor.gone(self._service, LONGEST_DOUBT):
            return False
        self._upstream = None
        return True

    get = head = post = put = patch = delete = options = _forward

    def on_connection_close(self) -> None:
        self._left = True
        if self._upstream is not None:
            self._upstream.close()
        elif self._opening is not None:
            self._opening.cancel()

    def take_head(self, status: int, headers: HTTPHeaders) -> None:
        self.set_status(status, responses.get(status, "Unknown"))
        self.clear_header("Content-Type")
        for name in headers:
            self.clear_header(name)
        for name, value in headers.get_all():
            self.add_header(name, value)


class Answer(HTTPMessageDelegate):
    """Hands the service's answer to the browser, and lets the service wait until the browser has taken it."""

    def __init__(self, handler: ForwardHandler) -> None:
        self._handler = handler
        self.whole = False

    async def headers_received(self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders) -> None:
        assert isinstance(start_line, ResponseStartLine)
        if start_line.code >= 200:
            self._handler.take_head(start_line.code, to_browser(headers))
            await self._flush()

    async def data_received(self, chunk: bytes) -> None:
        self._handler.write(chunk)
        await self._flush()

    async def _flush(self) -> None:
        try:
            await self._handler.flush()
        except StreamClosedError:
            self._handler.on_connection_close()

    def finish(self) -> None:
        self.whole = True

    def on_connection_close(self) -> None:
        self.whole = False


async def connected(supervisor: Supervisor) -> tuple[Ready, Upstream]:
    """Waits while the service starts, and while it is noticed that it is gone."""
    deadline = time.monotonic() + LONGEST_REFUSAL
    while True:
        service = await supervisor.ready()
        try:
            return service, Upstream.connect(service.socket)
        except OSError as failure:
            if time.monotonic() > deadline:
                words = f"The service runs, but takes no connection on its socket: {failure.strerror}."
                raise Refused(supervisor.unreachable(words)) from failure
        await asyncio.sleep(STEP)
