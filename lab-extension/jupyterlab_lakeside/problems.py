"""What went wrong on Jupyter's side, in the form that the service uses too (`application/problem+json`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from tornado.web import HTTPError

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """One refusal: what the panel picks its button by, what happened, and what to do next."""

    type: str
    title: str
    status: int
    detail: str
    remedy: str
    more: Mapping[str, object] = field(default_factory=dict)

    def json(self) -> bytes:
        told = {
            "type": f"/problems/{self.type}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "remedy": self.remedy,
            **self.more,
        }
        return json.dumps(told).encode()


class Refused(HTTPError):
    """Ends a request with a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.status)
        self.problem = problem


def service_down(detail: str, remedy: str, log: str = "", retry_after: int | None = None, status: int = 503) -> Problem:
    more: dict[str, object] = {}
    if log:
        more["log"] = log
    if retry_after is not None:
        more["retry_after"] = retry_after
    return Problem("service-down", "The Lakeside service does not run", status, detail, remedy, more)


NOT_LOGGED_IN = Problem(
    "jupyter-login",
    "Not logged in to Jupyter",
    403,
    "This request came without a login of this Jupyter server.",
    "Log in to Jupyter, then reload the page.",
)
NO_XSRF_TOKEN = Problem(
    "xsrf",
    "Jupyter's XSRF token is missing",
    403,
    "A request that changes something needs Jupyter's XSRF token; this one came without it, or with an old one.",
    "Reload the page. A script sends the header X-XSRFToken, or a token in Authorization.",
)
CROSS_SITE = Problem(
    "cross-site",
    "From another site",
    403,
    "This request came from a page of another site.",
    "Open JupyterLab itself, and use the panel there.",
)
NOT_PERMITTED = Problem(
    "jupyter-not-permitted",
    "Not permitted by Jupyter",
    403,
    "This Jupyter server does not let this user do that.",
    "Ask its administrators.",
)
NEEDS_LENGTH = Problem(
    "bad-request",
    "A body without a length",
    411,
    "This request has a body of unknown length, which its method does not allow.",
    "Send Content-Length.",
)


def unforeseen(report: str) -> Problem:
    """The text of an exception nobody foresaw may hold a token or a path: it goes to the log alone."""
    return Problem(
        "unforeseen",
        "Something we did not foresee",
        500,
        f"Lakeside's part in the Jupyter server failed in a way we did not foresee. Report {report}.",
        "Try again. If it stays, send the report's number and Jupyter's log to whoever runs this Jupyter.",
        {"report": report},
    )


def other(status: int, reason: str) -> Problem:
    return Problem(
        "bad-request",
        reason,
        status,
        f"The Jupyter server refused this request: {status} {reason}.",
        "Reload the page.",
    )
