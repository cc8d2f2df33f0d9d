"""Passes requests below `<base_url>lakeside/` on to the service, behind Jupyter's login and XSRF check.

Piece by piece in both directions: whoever is slow is waited for, and whoever leaves is noticed on the other side.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Collection
from datetime import datetime, timezone
from http.client import responses
from types import TracebackType
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.utils import HTTP_METHOD_TO_AUTH_ACTION
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import ensure_async
from tornado import web
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, RequestStartLine, ResponseStartLine
from tornado.iostream import StreamClosedError

from . import __version__, problems
from .headers import target, to_browser, to_service
from .problems import Problem, Refused
from .states import Ready
from .supervisor import Supervisor
from .upstream import METHODS_WITH_CHUNKS, Upstream

LONGEST_REFUSAL = 5.0  # seconds that a running service may refuse connections, as when it has just been killed
LONGEST_DOUBT = 1.0  # seconds until a service that hangs up without a word counts as alive
STEP = 0.02


@web.stream_request_body
class ForwardHandler(JupyterHandler):
    """One request. `quiet` paths do not keep an idle server alive."""

    auth_resource = "lakeside"

    def initialize(self, supervisor: Supervisor, quiet: Collection[str]) -> None:
        self._supervisor = supervisor
        self._quiet = quiet
        self._opening: asyncio.Task[tuple[Ready, Upstream]] | None = None
        self._service: Ready | None = None
        self._upstream: Upstream | None = None
        self._refused: web.HTTPError | None = None
        self._left = False
        self._report = secrets.token_hex(6)

    # ------------------------------------------------------------------ who may

    async def prepare(self) -> None:  # type: ignore[override]
        """Before the body is read. A refusal is kept until the body has been taken, and thrown away: whoever still
        sends when the connection closes does not get to read the answer."""
        self._transforms = []  # no compressing: lengths and ranges stay those of the service
        try:
            await super().prepare(_redirect_to_login=False)
            if not self._finished:
                await self._check_permission()
                self._count_activity()
        except web.HTTPError as refusal:
            self._refused = self._explained(refusal)

    async def _check_permission(self) -> None:
        if self.current_user is None:
            raise Refused(problems.NOT_LOGGED_IN)
        method = self.request.method or ""
        action = HTTP_METHOD_TO_AUTH_ACTION[method]
        if not await ensure_async(self.authorizer.is_authorized(self, self.current_user, action, self.auth_resource)):
            raise Refused(problems.NOT_PERMITTED)
        if method == "OPTIONS":  # asked by other sites' pages alone
            raise web.HTTPError(405)
        if "Transfer-Encoding" in self.request.headers and method not in METHODS_WITH_CHUNKS:
            raise Refused(problems.NEEDS_LENGTH)

    def _explained(self, refusal: web.HTTPError) -> web.HTTPError:
        if isinstance(refusal, Refused) or refusal.status_code not in (403, 404):
            return refusal
        if self.current_user is None:
            return Refused(problems.NOT_LOGGED_IN)
        # 404 is how Jupyter's XSRF check calls a foreign Origin
        return Refused(problems.NO_XSRF_TOKEN if refusal.status_code == 403 else problems.CROSS_SITE)

    def _count_activity(self) -> None:
        path = target(self.request.path, self.base_url).removeprefix("/lakeside/")
        if path not in self._quiet and not self.get_query_arguments("no_track_activity"):
            self.settings["last_activity_times"]["lakeside"] = datetime.now(timezone.utc)

    def set_cors_headers(self) -> None:
        """None, also for requests with a token."""

    # ------------------------------------------------------------------ the request, piece by piece

    async def data_received(self, chunk: bytes) -> None:
        if self._refused is not None or self._left:
            return
        try:
            upstream = await self._open()
            await upstream.send(chunk)
        except Refused as refused:
            self._refused = refused
        except StreamClosedError:
            self._refused = Refused(self._supervisor.unreachable("The service ended while it took the request.", 502))
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
        if self._refused is not None:
            raise self._refused
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
        if self._headers_written or self._left or self.request.method not in ("GET", "HEAD"):
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

    # ------------------------------------------------------------------ refusals

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        problem = self._problem(status_code, kwargs.get("exc_info"))
        self.set_header("Content-Type", problems.CONTENT_TYPE)
        self.set_header("X-Lakeside-Version", __version__)
        if "retry_after" in problem.more:
            self.set_header("Retry-After", str(problem.more["retry_after"]))
        self.finish(problem.json())

    def _problem(self, status: int, failure: tuple[type, BaseException, Any] | None) -> Problem:
        exception = failure[1] if failure is not None else None
        if isinstance(exception, Refused):
            return exception.problem
        if exception is None or isinstance(exception, web.HTTPError):
            return problems.other(status, responses.get(status, "Unknown"))
        return problems.unforeseen(self._report)

    def log_exception(
        self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        """Tornado's own would write the whole URL, with a token in it. What is foreseen is in the access log."""
        if not isinstance(value, web.HTTPError):
            where = (self._report, self.request.method, self.request.path)
            self.log.error("lakeside: report %s: %s %s: unforeseen", *where, exc_info=(typ, value, tb))  # type: ignore[arg-type]


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
