"""What the measurements are made with: the order of the rounds, the client of the socket, and reading what others print."""

import http.server
import json
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from bed import exports

from measure.catalogue import browse
from measure.downloads import Instance, interleaved
from measure.figures import percentile
from measure.service import Client, NotMeasured, pss


class Answers(http.server.BaseHTTPRequestHandler):
    """Plays a service whose download ends at the third look."""

    protocol_version = "HTTP/1.1"
    looks = 0

    def do_GET(self) -> None:
        if "/list" in self.path:
            self.say(200, PAGES[self.path.partition("cursor=")[2]])
            return
        type(self).looks += 1
        self.say(200, download("done" if self.looks == 3 else "running"))

    def do_POST(self) -> None:
        wish = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/handles"):
            self.say(200, {"handles": [cast(UnixServer, self.server).file]})
        elif self.headers["X-Lakeside"] and wish["did"] == "bytes:1G.bin":
            self.say(202, download("queued"))
        else:
            self.say(404, {"detail": "There is no such DID."})

    def say(self, status: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def address_string(self) -> str:
        return "socket"

    def log_message(self, *_: object) -> None:
        pass


def page(cursor: str | None, *names: str) -> dict[str, object]:
    return {"rows": [{"did": f"s:{name}"} for name in names], "cursor": cursor}


PAGES = {"": page("2", "a", "b"), "2": page("3", "c", "d"), "3": page(None, "e"), "again": page(None, "f", "f")}


def download(state: str) -> dict[str, object]:
    return {"id": "7", "state": state, "sources": ["OPEN"], "bytes": {"total": 5, "done": 5}, "problem": None, "failures": []}


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    file = ""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[UnixServer]:
    Answers.looks = 0
    with UnixServer(str(tmp_path / "s"), Answers) as server:
        server.file = str(tmp_path / "file")
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def instance(server: UnixServer, tmp_path: Path) -> Iterator[Instance]:
    client = Client(tmp_path / "s")
    yield Instance(client, "lake", tmp_path / "data")
    client.close()


def test_a_download_is_over_when_the_service_says_so_and_the_bytes_are_there(instance: Instance, server: UnixServer) -> None:
    Path(server.file).write_bytes(b"12345")

    assert instance.fetch("bytes:1G.bin", "OPEN") > 0
    assert Answers.looks == 3


@pytest.mark.parametrize(("content", "rse"), [(b"1234", "OPEN"), (b"", "OPEN"), (b"12345", "SITE-A")])
def test_a_download_without_all_bytes_or_from_elsewhere_is_no_figure(
    instance: Instance, server: UnixServer, content: bytes, rse: str
) -> None:
    Path(server.file).write_bytes(content)

    with pytest.raises(NotMeasured, match=f"downloading bytes:1G.bin from {rse}: {len(content)} bytes are there; .* from ..OPEN"):
        instance.fetch("bytes:1G.bin", rse)


def test_a_refusal_of_the_service_is_shown_with_its_words(instance: Instance) -> None:
    with pytest.raises(NotMeasured, match="POST /downloads: 404 .*There is no such DID"):
        instance.fetch("bytes:no", "OPEN")


def test_a_list_is_paged_through_to_its_end(instance: Instance) -> None:
    seen = browse(instance.client, "/list?x", of=5)

    assert (len(seen.names), seen.last_page) == (5, ["s:e"])
    assert 0 < seen.first < seen.whole
    assert seen.largest == len(json.dumps(PAGES[""]))


def test_its_first_page_alone_may_be_asked_for(instance: Instance) -> None:
    assert browse(instance.client, "/list?x", of=5, pages=1).last_page == ["s:a", "s:b"]


def test_a_list_with_rows_too_few_or_twice_is_no_figure(instance: Instance) -> None:
    with pytest.raises(NotMeasured, match="5 rows came, and there are 6"):
        browse(instance.client, "/list?x", of=6)
    with pytest.raises(NotMeasured, match="twice"):
        browse(instance.client, "/list?cursor=again", of=2)


def test_ninety_nine_of_a_hundred_leaves_out_the_slowest_one() -> None:
    assert percentile([float(number) for number in range(100, 0, -1)], 99) == 99.0
    assert percentile([3.0, 1.0, 2.0], 99) == 3.0


def test_rounds_alternate_which_side_is_first() -> None:
    order: list[str] = []

    def took(who: str, seconds: float) -> float:
        order.append(who)
        return seconds

    ours, other = interleaved(3, lambda: took("us", 1.0), lambda: took("they", 2.0))

    assert order == ["they", "us", "us", "they", "they", "us"]
    assert (ours, other) == ([1.0] * 3, [2.0] * 3)


def test_the_lakes_environment_is_read_as_a_shell_would() -> None:
    text = "export LAKE_CA='/a b/ca.pem'\nexport LAKE_FILES_URL=http://127.0.0.1:1\n"

    assert exports(text) == {"LAKE_CA": "/a b/ca.pem", "LAKE_FILES_URL": "http://127.0.0.1:1"}


def test_pss_is_in_millions_of_bytes() -> None:
    assert pss("5500-7ffe ---p [rollup]\nRss:  120000 kB\nPss:   100000 kB\nPss_Dirty:  9 kB\n") == pytest.approx(102.4)
    with pytest.raises(NotMeasured):
        pss("")
