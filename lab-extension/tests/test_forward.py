"""Requests through a real Jupyter server, whose base URL is not `/`, to the double and back."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import StartJupyter
from jupyter_process import TOKEN, TOP, Jupyter, Reply

PROBLEM = "application/problem+json"


def seen_by_service(reply: Reply) -> tuple[str, dict[str, str]]:
    """The target and the headers that reached the service."""
    told = json.loads(reply.body)
    return told["target"], {name.lower(): value for name, value in told["headers"]}


def type_of(reply: Reply) -> object:
    assert reply.headers["Content-Type"] == PROBLEM, reply.body
    problem = reply.json()
    assert problem["status"] == reply.status
    assert problem["detail"]
    assert problem["remedy"]
    return problem["type"]


def browser(jupyter: Jupyter, xsrf: bool = True) -> Mapping[str, str]:
    """The headers of a page of this server: cookies, and the XSRF token if wanted."""
    cookies = jupyter.login_cookies()
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    token = cookies["_xsrf"]
    return headers | ({"X-XSRFToken": token} if xsrf else {})


# ---------------------------------------------------------------------- who may


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_whoever_is_not_logged_in_is_refused_in_words_the_panel_reads(jupyter: Jupyter, method: str) -> None:
    reply = jupyter.ask(method, "lakeside/echo", headers={})

    assert reply.status == 403
    assert reply.headers["Content-Type"] == PROBLEM
    if method != "HEAD":
        assert type_of(reply) == "/problems/jupyter-login"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_change_with_cookies_alone_is_refused(jupyter: Jupyter, method: str) -> None:
    reply = jupyter.ask(method, "lakeside/echo", b"{}", browser(jupyter, xsrf=False))

    assert (reply.status, type_of(reply)) == (403, "/problems/xsrf")


def test_a_refusal_reaches_even_whoever_still_sends(jupyter: Jupyter) -> None:
    reply = jupyter.ask("POST", "lakeside/echo", iter([b"x" * 100_000] * 50), browser(jupyter, xsrf=False))

    assert (reply.status, type_of(reply)) == (403, "/problems/xsrf")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_change_with_cookies_and_the_xsrf_token_passes(jupyter: Jupyter, method: str) -> None:
    reply = jupyter.ask(method, "lakeside/echo", b"{}", browser(jupyter))

    assert reply.status == 200
    assert reply.json()["method"] == method


def test_a_page_of_another_site_is_refused(jupyter: Jupyter) -> None:
    headers = {**browser(jupyter), "Origin": "https://evil.example"}

    reply = jupyter.ask("POST", "lakeside/echo", b"{}", headers)

    assert (reply.status, type_of(reply)) == (403, "/problems/cross-site")


def test_no_answer_invites_other_sites(jupyter: Jupyter) -> None:
    headers = {"Authorization": f"token {TOKEN}", "Origin": "https://other.example"}

    reply = jupyter.ask("GET", "lakeside/echo", headers=headers)

    assert not [name for name in reply.headers if name.lower().startswith("access-control")]


def test_options_is_answered_by_jupyter_and_never_reaches_the_service(jupyter: Jupyter) -> None:
    assert jupyter.ask("OPTIONS", "lakeside/echo").status == 405


# ---------------------------------------------------------------------- what reaches the service


def test_the_path_is_the_same_below_any_base_url(jupyter: Jupyter) -> None:
    target, headers = seen_by_service(jupyter.ask("GET", "lakeside/a%2Fb?did=user.a%3Ax+y&1795247521662"))

    assert jupyter.base_url == "/user/ada/"
    assert target == "/lakeside/a%2Fb?did=user.a%3Ax+y&1795247521662"
    assert headers["host"] == headers["x-forwarded-host"] == f"127.0.0.1:{jupyter.port}"


def test_neither_cookies_nor_tokens_reach_the_service(jupyter: Jupyter) -> None:
    headers = {**browser(jupyter), "Authorization": f"token {TOKEN}", "X-Lakeside": "1"}
    secrets = [cookie.partition("=")[2] for cookie in headers["Cookie"].split("; ")] + [TOKEN]

    reply = jupyter.ask("POST", f"lakeside/echo?token={TOKEN}&a=1", b"{}", headers)

    target, headers = seen_by_service(reply)
    assert target == "/lakeside/echo?a=1"
    assert headers["x-lakeside"] == "1"
    assert not [secret for secret in secrets if secret.encode() in reply.body]


def test_no_token_is_in_any_log(jupyter: Jupyter) -> None:
    jupyter.ask("GET", f"lakeside/echo?token={TOKEN}", headers={})
    jupyter.ask("GET", f"lakeside/garbage?token={TOKEN}", headers={})
    jupyter.ask("POST", f"lakeside/echo?token={TOKEN}x", headers={"Cookie": f"a={TOKEN}"})

    pages = [path for path in jupyter.home.rglob("*.log*") if path.is_file()]
    lines = [line for path in pages for line in path.read_text().splitlines() if TOKEN in line]
    assert {path.name for path in pages} >= {"jupyter.log", "service.log"}
    # Jupyter itself tells its address with the token when it starts; nobody else tells it
    assert not [line for line in lines if "lakeside" in line]


def test_the_services_environment_holds_no_token_of_jupyter(jupyter: Jupyter) -> None:
    environment = Path(f"/proc/{jupyter.service_pid()}/environ").read_bytes().split(b"\0")

    assert not [variable for variable in environment if TOKEN.encode() in variable]
    assert f"HOME={jupyter.home}".encode() in environment


def test_jupyter_says_who_the_user_is(jupyter: Jupyter) -> None:
    headers = {"Authorization": f"token {TOKEN}", "X-Lakeside-User": "mallory"}

    _, seen = seen_by_service(jupyter.ask("GET", "lakeside/echo", headers=headers))

    assert seen["x-lakeside-user"] not in ("", "mallory")


@pytest.mark.parametrize("size", [0, 1, 70_000, 5_000_000])
def test_a_body_arrives_as_it_was_sent(jupyter: Jupyter, size: int) -> None:
    body = os.urandom(size)

    whole = jupyter.ask("POST", "lakeside/echo", body).json()
    pieces = jupyter.ask(
        "PUT", "lakeside/echo", iter([body[: size // 2], body[size // 2 :]]) if size > 1 else body
    ).json()

    assert whole["sha256"] == pieces["sha256"] == hashlib.sha256(body).hexdigest()


def test_a_body_of_unknown_length_where_none_belongs_is_refused(jupyter: Jupyter) -> None:
    reply = jupyter.ask("DELETE", "lakeside/echo", iter([b"POST /lakeside/x HTTP/1.1\r\n\r\n"]))

    assert reply.status == 411


# ---------------------------------------------------------------------- what reaches the browser


def test_status_headers_and_body_are_the_services_own(jupyter: Jupyter) -> None:
    reply = jupyter.ask("GET", "lakeside/headers")

    assert (reply.status, reply.body) == (418, b"{}")
    assert reply.headers.get_all("X-Twice") == ["one", "two"]
    assert reply.headers.get_all("Content-Type") == ["application/json"]
    assert reply.headers.get_all("Content-Length") == ["2"]
    assert reply.headers["ETag"] == '"abc"'
    assert reply.headers["Keep-Alive"] is None
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_head_tells_the_length_and_sends_nothing(jupyter: Jupyter) -> None:
    reply = jupyter.ask("HEAD", "lakeside/headers")

    assert (reply.headers["Content-Length"], reply.body) == ("2", b"")


def test_an_answer_without_a_body_has_none(jupyter: Jupyter) -> None:
    reply = jupyter.ask("DELETE", "lakeside/empty")

    assert (reply.status, reply.body, reply.headers["Content-Type"]) == (204, b"", None)


def test_a_range_stays_a_range(jupyter: Jupyter) -> None:
    headers = {"Authorization": f"token {TOKEN}", "Range": "bytes=10-19", "Accept-Encoding": "gzip"}

    reply = jupyter.ask("GET", "lakeside/range", headers=headers)

    assert (reply.status, reply.headers["Content-Range"]) == (206, "bytes 10-19/256")
    assert reply.body == bytes(range(10, 20))


def test_an_answer_is_not_compressed_behind_the_services_back(jupyter: Jupyter) -> None:
    headers = {"Authorization": f"token {TOKEN}", "Accept-Encoding": "gzip"}

    reply = jupyter.ask("GET", f"lakeside/echo?{'x' * 4000}", headers=headers)

    assert reply.headers["Content-Encoding"] is None
    assert int(reply.headers["Content-Length"]) == len(reply.body) > 4000


@pytest.mark.parametrize("body", [b"{}", b"x" * 5_000_000])
def test_a_refusal_that_comes_before_the_body_was_taken_reaches_the_browser(jupyter: Jupyter, body: bytes) -> None:
    reply = jupyter.ask("POST", "lakeside/refuse", body)

    assert (reply.status, reply.json()["type"]) == (403, "/problems/header-missing")


@pytest.mark.parametrize("path", ["garbage", "silence"])
def test_a_service_that_answers_nothing_of_use_is_a_problem_with_the_logs_path(jupyter: Jupyter, path: str) -> None:
    reply = jupyter.ask("GET", f"lakeside/{path}")

    assert (reply.status, type_of(reply)) == (502, "/problems/service-down")
    assert str(reply.json()["log"]).endswith("/lakeside/logs/service.log")


def test_what_nobody_foresaw_is_answered_with_a_number_that_is_in_the_log_and_no_token_is(
    start_jupyter: StartJupyter, double: dict[str, str]
) -> None:
    tests = str(Path(__file__).parent)
    broken = start_jupyter(
        {**double, "PYTHONPATH": f"{TOP}:{tests}"}, "--ServerApp.authorizer_class=broken_authorizer.BrokenAuthorizer"
    )

    reply = broken.ask("GET", f"lakeside/echo?token={TOKEN}")

    assert (reply.status, type_of(reply)) == (500, "/problems/unforeseen")
    lines = [line for line in broken.log.read_text().splitlines() if "lakeside/echo" in line]
    assert any(f"report {reply.json()['report']}" in line for line in lines)
    assert not [line for line in lines if TOKEN in line]


# ---------------------------------------------------------------------- culling


def last_activity(jupyter: Jupyter) -> str:
    return str(jupyter.ask("GET", "api/status?no_track_activity=1").json()["last_activity"])


def test_a_request_of_the_user_counts_as_activity(jupyter: Jupyter) -> None:
    before = last_activity(jupyter)

    jupyter.ask("GET", "lakeside/echo")

    assert last_activity(jupyter) > before


@pytest.mark.parametrize("path", ["api/v1/events?after=3", "api/v1/health", "echo?no_track_activity=1"])
def test_an_open_panel_alone_does_not_count_as_activity(jupyter: Jupyter, path: str) -> None:
    before = last_activity(jupyter)

    assert jupyter.ask("GET", f"lakeside/{path}").status == 200

    assert last_activity(jupyter) == before
