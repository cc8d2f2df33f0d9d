"""Which parts of a request and an answer pass between the browser and the service."""

from __future__ import annotations

from urllib.parse import quote, unquote_plus

from tornado.httputil import HTTPHeaders, HTTPServerRequest

HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
# Jupyter's own secrets stay with Jupyter, and who the user is says Jupyter alone.
NOT_FOR_THE_SERVICE = HOP_BY_HOP | {"authorization", "cookie", "expect", "host", "x-lakeside-user", "x-xsrftoken"}
NOT_FOR_THE_BROWSER = HOP_BY_HOP | {"server", "set-cookie"}  # a cookie would be Jupyter's whole site's
SECRET_ARGUMENTS = {"token", "_xsrf"}


def to_service(request: HTTPServerRequest, user: str) -> HTTPHeaders:
    headers = passed_on(request.headers, NOT_FOR_THE_SERVICE)
    headers["Host"] = request.headers.get("Host", request.host)
    headers.setdefault("X-Forwarded-Host", headers["Host"])  # the service compares it with Origin
    headers.setdefault("X-Forwarded-Proto", request.protocol)
    headers["X-Lakeside-User"] = quote(user)
    # No `Connection: close`, although this is the connection's only request: an answer of unknown length would then end
    # with the connection, and one that is cut would look whole.
    return headers


def to_browser(answer: HTTPHeaders) -> HTTPHeaders:
    return passed_on(answer, NOT_FOR_THE_BROWSER)


def passed_on(headers: HTTPHeaders, dropped: set[str]) -> HTTPHeaders:
    """All but the dropped ones and those that `Connection` names."""
    named = {name.strip().lower() for name in headers.get("Connection", "").split(",")}
    kept = HTTPHeaders()
    for name, value in headers.get_all():
        if name.lower() not in dropped | named:
            kept.add(name, value)
    return kept


def target(uri: str, base_url: str) -> str:
    """The service's path, encoded as it came: `/lakeside/…`, with the query but without Jupyter's token in it."""
    path, _, query = uri.partition("?")
    path = "/" + path[len(base_url) :]
    arguments = [one for one in query.split("&") if unquote_plus(one.partition("=")[0]) not in SECRET_ARGUMENTS]
    query = "&".join(arguments)
    return f"{path}?{query}" if query else path
