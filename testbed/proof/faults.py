"""The relays: every fault that they can make, and that they make no other."""

from __future__ import annotations

import contextlib
import http.client
import json
import time
from urllib.parse import urlsplit

from proof.checks import ask, check, connection, did_path, lake, refused, replicas, rucio, script
from proof.storage import agrees


def one() -> str:
    """The address of the file faults:one.bin, 8 MiB, behind the relay."""
    (pfn,) = replicas("faults:one")["one.bin"]["pfns"]
    return str(pfn)


def with_rule(*rule: str) -> None:
    script("faults", "set", "storage", *rule)


def broken(url: str, timeout: float = 20) -> bytes:
    """The bytes that came before the connection broke, or fell silent for so long."""
    client = connection(url, timeout)
    got = b""
    try:
        client.request("GET", urlsplit(url).path)
        answer = client.getresponse()
        while piece := answer.read1(65536):
            got += piece
    except (ConnectionError, http.client.HTTPException, TimeoutError):
        return got
    finally:
        client.close()
    if len(got) < int(answer.headers["Content-Length"]):
        return got
    raise AssertionError("the whole answer came")


@check("without a rule a relay changes nothing: files, ranges, listings, refusals")
def _plain() -> None:
    with_rule()
    assert agrees(one(), replicas("faults:one")["one.bin"])
    assert ask(one(), Range="bytes=5-9").status == 206
    through, direct = (rucio(did_path("opendata:catalogue") + "/files", base=b) for b in ("RUCIO_FLAKY_URL", "RUCIO_URL"))
    assert through.body == direct.body and through.headers["Content-Type"] == direct.headers["Content-Type"]
    missing = rucio("/dids/data/nothing", base="RUCIO_FLAKY_URL")
    assert (missing.status, missing.headers["ExceptionClass"]) == (404, "DataIdentifierNotFound")


@check("cut: after so many bytes of the body, with a reset or a FIN")
def _cut() -> None:
    for how in ("reset", "fin"):
        with_rule("cut_after=300000", "cut=" + how)
        assert len(broken(one())) == 300000


@check("stall: so many bytes, then silence")
def _stall() -> None:
    with_rule("stall_after=1000")
    assert len(broken(one(), timeout=2)) == 1000


def open_requests() -> int:
    return int(json.loads(script("faults", "json", "storage"))["open"])


@check("hang: no answer until the rule is taken back; a request is open until it is answered or given up, a connection is not")
def _hang() -> None:
    with_rule()
    idle = connection(one())
    idle.request("GET", "/open/")
    idle.getresponse().read()
    with_rule("hang")
    client = connection(one(), timeout=0.3)
    client.request("GET", "/open/")
    with contextlib.suppress(TimeoutError):
        client.getresponse()
        raise AssertionError("it answered")
    assert open_requests() == 1
    client.close()
    deadline = time.monotonic() + 10
    while open_requests() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert open_requests() == 0
    idle.close()


@check("refuse: the port is closed, open connections are reset, and all is well afterwards")
def _refuse() -> None:
    with_rule()
    client = connection(one())
    client.request("GET", "/open/")
    client.getresponse().read()
    with_rule("refuse")
    assert refused(one())
    try:
        client.request("GET", "/open/")
        client.getresponse()
        raise AssertionError("an open connection still works")
    except (ConnectionError, http.client.HTTPException):
        pass
    with_rule()
    assert ask(one(), "HEAD").status == 200


@check("a rule counts at once on a connection that is open, and only so many times")
def _times() -> None:
    with_rule()
    client = connection(one())
    found = []
    for step in range(4):
        if step == 1:
            with_rule("status=503", "retry_after=7", "times=2")
        client.request("GET", "/open/")
        answer = client.getresponse()
        answer.read()
        found.append((answer.status, answer.headers["Retry-After"]))
    client.close()
    assert found == [(200, None), (503, "7"), (503, "7"), (200, None)]


@check("a rule is for one method and path; the first of several counts")
def _matching() -> None:
    script("faults", "set", "rucio", "path=/replicas/list", "method=POST", "status=500", "body=boom")
    script("faults", "add", "rucio", "path=^/dids/", "login_page")
    assert ask(lake("RUCIO_FLAKY_URL") + "/ping").status == 200
    listing = rucio("/replicas/list", "POST", dict(dids=[]), base="RUCIO_FLAKY_URL")
    page = rucio(did_path("data:ok"), base="RUCIO_FLAKY_URL")
    assert (listing.status, listing.body) == (500, b"boom")
    assert page.status == 200 and page.headers["Content-Type"].startswith("text/html") and b"<form" in page.body
    script("faults", "clear", "rucio")


@check("a stream of Rucio can be cut: the reader notices that it is not whole")
def _cut_stream() -> None:
    script("faults", "set", "rucio", "path=/search", "cut_after=100", "cut=fin")
    try:
        rucio("/dids/opendata/dids/search?type=all", base="RUCIO_FLAKY_URL")
        raise AssertionError("the stream seemed whole")
    except (http.client.IncompleteRead, ConnectionError):
        pass
    script("faults", "clear", "rucio")


def first_difference(some: bytes, others: bytes) -> int | None:
    return next((i for i, (one, other) in enumerate(zip(some, others, strict=False)) if one != other), None)


@check("corrupt: one other byte at an offset of the file, also in a range")
def _corrupt() -> None:
    whole = ask(one()).body
    with_rule("corrupt_at=4096000")
    answers = [ask(one()), ask(one(), Range="bytes=4095990-4096010"), ask(one(), Range="bytes=0-99")]
    starts = [0, 4095990, 0]

    changed = [first_difference(answer.body, whole[start:]) for answer, start in zip(answers, starts, strict=True)]
    assert changed == [4096000, 10, None]
    assert answers[0].body[4096001:] == whole[4096001:]


@check("latency, rate, ignored ranges, 404, redirects")
def _others() -> None:
    with_rule("latency_ms=200", "rate=400000", "path=many")
    (pfn,) = replicas("faults:many")["many.00"]["pfns"]
    started = time.monotonic()
    ask(pfn)
    assert time.monotonic() - started > 0.3
    with_rule("ignore_range")
    answer = ask(one(), Range="bytes=5-9")
    assert (answer.status, len(answer.body)) == (200, 8 << 20)
    with_rule("status=404")
    assert ask(one()).status == 404
    with_rule("status=302", "location=http://127.0.0.1:1/elsewhere")
    assert ask(one()).headers["Location"] == "http://127.0.0.1:1/elsewhere"
    with_rule()
