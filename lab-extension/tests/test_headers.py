from __future__ import annotations

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from jupyterlab_lakeside.headers import target, to_browser, to_service


def sent(**headers: str) -> dict[str, str]:
    return dict(to_service(request(**headers), "ada").get_all())


def request(**headers: str) -> HTTPServerRequest:
    named = HTTPHeaders({name.replace("_", "-"): value for name, value in headers.items()})
    return HTTPServerRequest(start_line=RequestStartLine("GET", "/", "HTTP/1.1"), headers=named)


def test_jupyters_secrets_are_dropped() -> None:
    seen = sent(Host="h", Cookie="a=b", Authorization="token t", X_XSRFToken="x", Accept="*/*")

    assert set(seen) == {"Accept", "Host", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Lakeside-User"}


def test_nobody_but_jupyter_says_who_the_user_is() -> None:
    assert sent(Host="h", X_Lakeside_User="mallory")["X-Lakeside-User"] == "ada"


def test_a_user_name_of_any_letters_fits_into_a_header() -> None:
    assert to_service(request(Host="h"), "Žofie\r\nX: y")["X-Lakeside-User"] == "%C5%BDofie%0D%0AX%3A%20y"


def test_headers_for_the_next_hop_alone_are_dropped_also_those_that_connection_names() -> None:
    seen = sent(Host="h", Connection="keep-alive, X-Hop", X_Hop="1", Keep_Alive="5", Upgrade="h2c", TE="trailers")

    assert {"X-Hop", "Keep-Alive", "Upgrade", "Te", "Connection"}.isdisjoint(seen)


def test_the_service_can_compare_origin_with_the_host_that_the_browser_sees() -> None:
    direct = sent(Host="127.0.0.1:8888", Origin="http://127.0.0.1:8888")
    proxied = sent(Host="10.0.0.7:8888", X_Forwarded_Host="hub.example", X_Forwarded_Proto="https")

    assert (direct["Host"], direct["X-Forwarded-Host"]) == ("127.0.0.1:8888", "127.0.0.1:8888")
    assert (proxied["Host"], proxied["X-Forwarded-Host"]) == ("10.0.0.7:8888", "hub.example")


def test_an_answer_keeps_every_header_but_cookies_and_those_of_the_hop() -> None:
    answer = HTTPHeaders(
        {"Content-Type": "a/b", "Transfer-Encoding": "chunked", "Server": "Jetty", "Set-Cookie": "a=b", "ETag": '"1"'}
    )
    answer.add("X-Twice", "1")
    answer.add("X-Twice", "2")

    kept = list(to_browser(answer).get_all())

    assert kept == [("Content-Type", "a/b"), ("Etag", '"1"'), ("X-Twice", "1"), ("X-Twice", "2")]


@pytest.mark.parametrize(
    ("uri", "base_url", "seen"),
    [
        ("/lakeside/api/v1/health", "/", "/lakeside/api/v1/health"),
        ("/user/ada/lakeside/api/v1/did?did=a:b", "/user/ada/", "/lakeside/api/v1/did?did=a:b"),
        ("/lakeside/a%2Fb%20c", "/", "/lakeside/a%2Fb%20c"),
        ("/lakeside/x?did=a%3Ab&did=c%2Bd&1795247521662", "/", "/lakeside/x?did=a%3Ab&did=c%2Bd&1795247521662"),
        ("/lakeside/x?a=1&token=secret&b=2", "/", "/lakeside/x?a=1&b=2"),
        ("/lakeside/x?%74oken=secret&_xsrf=s", "/", "/lakeside/x"),
        ("/lakeside/x?tokens=3", "/", "/lakeside/x?tokens=3"),
    ],
)
def test_the_path_and_the_query_pass_as_they_are_but_without_a_token(uri: str, base_url: str, seen: str) -> None:
    assert target(uri, base_url) == seen
