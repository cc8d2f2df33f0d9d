"""What a demo starts ends with it, whichever way it ends."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from eventually import eventually

TOP = Path(__file__).resolve().parents[2]
STATE = str(TOP / "build" / "demo")
LIMIT = 120.0  # seconds for a demo to begin or to end


def processes() -> list[str]:
    """What runs for the demo: its command line or its environment names the demo's folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            variables = (entry / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if words and (STATE in words or STATE in variables):
            found.append(f"{entry.name} {words[:120]}")
    return found


def nothing_runs() -> bool:
    return eventually(lambda: not processes(), LIMIT)


@contextmanager
def demo(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`make demo`, from the moment on which it has printed the address."""
    with log.open("wb") as sink:
        process = subprocess.Popen(
            ["make", "demo"], cwd=TOP, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, start_new_session=True
        )
    try:
        eventually(lambda: "  Open " in log.read_text() or process.poll() is not None, LIMIT)
        assert "  Open " in log.read_text(), log.read_text()
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        subprocess.run(["make", "stop"], cwd=TOP, check=False)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "demo.log"


def test_ctrl_c_ends_every_process(log: Path) -> None:
    with demo(log) as running:
        os.killpg(running.pid, signal.SIGINT)
        running.wait(LIMIT)

        assert nothing_runs(), processes()


def test_after_a_kill_a_second_demo_says_what_is_left_and_make_stop_ends_it(log: Path) -> None:
    with demo(log) as running:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait(LIMIT)

        second = subprocess.run(["make", "demo"], cwd=TOP, capture_output=True, text=True, check=False, timeout=LIMIT)
        assert second.returncode != 0
        assert "make stop" in second.stderr
        assert any("jupyterlab" in one for one in processes())

        subprocess.run(["make", "stop"], cwd=TOP, check=True)
        assert nothing_runs(), processes()


def test_nothing_is_written_outside_the_clone_but_caches(tmp_path: Path) -> None:
    """In an empty home. npm's cache lies there whatever else is configured; a second demo leaves no mark in the work tree."""
    caches = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    before = unversioned()

    made = subprocess.run(
        ["make", "demo", "ONCE=1"],
        cwd=TOP,
        env=os.environ | {"HOME": str(tmp_path), "XDG_CACHE_HOME": caches},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert made.returncode == 0, made.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {".npm"}
    assert unversioned() == before


def unversioned() -> str:
    return subprocess.check_output(["git", "status", "--porcelain"], cwd=TOP, text=True)
