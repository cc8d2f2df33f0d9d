"""Who may ask: Jupyter's login, XSRF check and permissions, and every refusal in the words the panel reads."""

from __future__ import annotations

import secrets
from http.client import responses
from types import TracebackType
from typing import Any

from jupyter_server.auth.utils import HTTP_METHOD_TO_AUTH_ACTION
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import ensure_async
from tornado import web

from . import __version__, problems
from .problems import Problem, Refused
from .upstream import METHODS_WITH_CHUNKS


class AdmittingHandler(JupyterHandler):
    """Whoever may not ask finds the reason in `refused` once the body has been taken."""

    auth_resource = "lakeside"

    def initialize(self) -> None:
        self.refused: web.HTTPError | None = None
        self._report = secrets.token_hex(6)

    async def prepare(self) -> None:  # type: ignore[override]
        """Before the body is read. A refusal is kept until the body has been taken, and thrown away: whoever still
        sends when the connection closes does not get to read the answer."""
        self._transforms = []  # no compressing: lengths and ranges stay those of the service
        try:
            await super().prepare(_redirect_to_login=False)
            if not self._finished:
                await self._check_permission()
        except web.HTTPError as refusal:
            self.refused = self._explained(refusal)

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

    def set_cors_headers(self) -> None:
        """None, also for requests with a token."""

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
