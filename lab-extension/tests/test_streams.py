"""Answers and requests that are long, slow, endless or left in the middle."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_process import TOKEN, Jupyter
from observing import LIMIT, eventually, memory, settled

MB = 1 << 20
GROWTH = 32 * MB  # far below what any of these answers holds


@pytest.fixture(autouse=True)
def fresh_notes(jupyter: Jupyter) -> None:
    jupyter.service_pid()
    for note in jupyter.notes.iterdir():
        if note.name != "starts":
            note.unlink()


def forget_highest(pid: int) -> None:
    """Begins the kernel's count of the most memory held anew."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def noted(jupyter: Jupyter, name: str) -> str:
    page = jupyter.notes / name
    return page.read_text() if page.exists() else ""


def test_a_stream_arrives_line_by_line(jupyter: Jupyter) -> None:
    with jupyter.asking("GET", "lakeside/drip") as answer:
        for number in range(3):
            assert json.loads(answer.readline()) == {"id": number}  # the next one is not written before the note is
            (jupyter.notes / f"next-{number}").touch()
        assert answer.read() == b""


@pytest.mark.parametrize("length", ["", "&chunked"])
def test_a_gibibyte_passes_whole_and_leaves_jupyters_memory_as_it_was(jupyter: Jupyter, length: str) -> None:
    jupyter.ask("GET", "lakeside/large?bytes=1000000")
    before = memory(jupyter.pid)
    forget_highest(jupyter.pid)

    began = time.monotonic()
    received = 0
    with jupyter.asking("GET", f"lakeside/large?bytes={1 << 30}{length}") as answer:
        while piece := answer.read(MB):
            received += len(piece)
    print(f"1 GiB in {time.monotonic() - began:.1f} s")

    assert received == 1 << 30
    assert memory(jupyter.pid, "VmHWM") - before < GROWTH


def test_a_slow_reader_is_waited_for_by_the_service(jupyter: Jupyter) -> None:
    before = memory(jupyter.pid)
    forget_highest(jupyter.pid)

    with jupyter.asking("GET", "lakeside/endless"):
        eventually(lambda: noted(jupyter, "written"))
        written = int(settled(lambda: noted(jupyter, "written")))

    assert written < GROWTH
    assert memory(jupyter.pid, "VmHWM") - before < GROWTH


def test_a_slow_service_is_waited_for_by_the_sender(jupyter: Jupyter) -> None:
    size = 128 * MB
    piece = os.urandom(MB)
    sent = 0
    before = memory(jupyter.pid)
    forget_highest(jupyter.pid)

    with socket.create_connection(("127.0.0.1", jupyter.port), LIMIT) as connection:
        head = f"PUT {jupyter.base_url}lakeside/swallow HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        connection.sendall(f"{head}Authorization: token {TOKEN}\r\nContent-Length: {size}\r\n\r\n".encode())
        connection.setblocking(False)

        def send_what_is_taken() -> int:
            nonlocal sent
            while sent < size:
                try:
                    sent += connection.send(piece[sent % MB :])
                except BlockingIOError:
                    break
            return sent

        stalled_at = settled(send_what_is_taken)
        (jupyter.notes / "swallow").touch()
        eventually(lambda: send_what_is_taken() == size)
        connection.setblocking(True)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        told = json.loads(answer.read())

    assert stalled_at < GROWTH
    assert told == {"bytes": size, "sha256": hashlib.sha256(piece * 128).hexdigest()}
    assert memory(jupyter.pid, "VmHWM") - before < GROWTH


@pytest.mark.parametrize("path", ["endless", "drip"])
def test_a_reader_who_leaves_is_noticed_by_the_service(jupyter: Jupyter, path: str) -> None:
    with jupyter.asking("GET", f"lakeside/{path}") as answer:
        assert answer.read(1)

    eventually(lambda: noted(jupyter, "left"))


def test_a_reader_who_leaves_before_the_answer_is_noticed_too(jupyter: Jupyter) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", jupyter.port, timeout=LIMIT)
    connection.request("GET", f"{jupyter.base_url}lakeside/hang", headers={"Authorization": f"token {TOKEN}"})
    eventually(lambda: noted(jupyter, "asked"))

    connection.close()

    eventually(lambda: noted(jupyter, "left"))


def test_readers_who_leave_leave_no_error_in_jupyters_log(jupyter: Jupyter) -> None:
    before = len(jupyter.log.read_text())

    for _ in range(3):
        with jupyter.asking("GET", "lakeside/endless") as answer:
            answer.read(10)
        eventually(lambda: noted(jupyter, "left"))
        (jupyter.notes / "left").unlink()

    assert jupyter.service_pid()
    told = jupyter.log.read_text()[before:]
    assert "Traceback" not in told
    assert "[E " not in told


@pytest.mark.parametrize("length", ["", "?chunked"])
def test_half_an_answer_does_not_look_like_a_whole_one(jupyter: Jupyter, length: str) -> None:
    with jupyter.asking("GET", f"lakeside/cut{length}") as answer, pytest.raises(http.client.IncompleteRead):
        answer.read()


def test_many_streams_at_once_do_not_keep_each_other_waiting(jupyter: Jupyter) -> None:
    def open_streams() -> Iterator[http.client.HTTPConnection]:
        for _ in range(30):
            connection = http.client.HTTPConnection("127.0.0.1", jupyter.port, timeout=LIMIT)
            connection.request(
                "GET", f"{jupyter.base_url}lakeside/endless", headers={"Authorization": f"token {TOKEN}"}
            )
            yield connection

    connections = list(open_streams())
    answers = [connection.getresponse() for connection in connections]

    assert jupyter.ask("GET", "lakeside/echo").status == 200
    assert all(answer.read(10) for answer in answers)
    for answer, connection in zip(answers, connections, strict=True):
        answer.close()
        connection.close()
