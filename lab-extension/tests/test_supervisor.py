"""The supervisor with real processes: the double, told to misbehave."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from observing import alive, eventually, started

from jupyterlab_lakeside.aot import cache_name
from jupyterlab_lakeside.command import Command
from jupyterlab_lakeside.kernels import KernelVariables
from jupyterlab_lakeside.logfile import LogFile
from jupyterlab_lakeside.problems import Problem, Refused
from jupyterlab_lakeside.states import Down, Ready, Starting
from jupyterlab_lakeside.supervisor import Limits, Places, Supervisor

LIMIT = 30.0


class Case:
    """A supervisor of the double, which behaves in the given ways."""

    def __init__(self, double: dict[str, str], places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
        self.notes = Path(double["LAKESIDE_DOUBLE_NOTES"])
        self.places = places
        self.command = Command(double["LAKESIDE_JAVA"], double["LAKESIDE_JAR"])
        self._monkeypatch = monkeypatch
        monkeypatch.setenv("LAKESIDE_DOUBLE_NOTES", str(self.notes))

    @asynccontextmanager
    async def running(self, ways: str = "", limits: Limits | None = None) -> AsyncIterator[Supervisor]:
        self._monkeypatch.setenv("LAKESIDE_DOUBLE", ways)
        kernels = KernelVariables(os.environ)
        supervisor = Supervisor(self.command, limits or Limits(), self.places, kernels, logging.getLogger("test"))
        supervisor.start()
        try:
            yield supervisor
        finally:
            await supervisor.stop()


@pytest.fixture
def case(double: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    with tempfile.TemporaryDirectory(prefix="lks-") as sockets:
        yield Case(double, Places(sockets, str(tmp_path / "logs")), monkeypatch)


async def ready(supervisor: Supervisor) -> Ready:
    return await asyncio.wait_for(supervisor.ready(), LIMIT)


async def refusal(supervisor: Supervisor) -> Problem:
    with pytest.raises(Refused) as refused:
        await ready(supervisor)
    return refused.value.problem


async def down(supervisor: Supervisor) -> Down:
    async def wait() -> Down:
        while not isinstance(state := supervisor.state, Down):
            await asyncio.sleep(0.01)
        return state

    return await asyncio.wait_for(wait(), LIMIT)


def test_a_request_waits_while_the_service_starts(case: Case) -> None:
    async def run() -> None:
        async with case.running("slow") as supervisor:
            waiting = asyncio.ensure_future(ready(supervisor))
            await asyncio.to_thread(eventually, lambda: started(case.notes))
            assert isinstance(supervisor.state, Starting)
            assert not waiting.done()

            (case.notes / "go").touch()

            assert (await waiting).pid == started(case.notes)[0]

    asyncio.run(run())


def test_the_start_does_not_block_the_event_loop(case: Case) -> None:
    turns = 0

    async def run() -> None:
        nonlocal turns
        async with case.running("slow") as supervisor:
            while not started(case.notes):  # the service is there and waits: only a loop that turns can let it go on
                turns += 1
                await asyncio.sleep(0)
            (case.notes / "go").touch()
            await ready(supervisor)

    asyncio.run(run())
    assert turns > 1


def test_a_service_that_is_killed_is_started_again_at_once(case: Case) -> None:
    async def run() -> None:
        async with case.running() as supervisor:
            first = (await ready(supervisor)).pid

            os.kill(first, signal.SIGKILL)
            while (await ready(supervisor)).pid == first:
                await asyncio.sleep(0.01)

            assert started(case.notes) == [first, (await ready(supervisor)).pid]

    asyncio.run(run())


def test_a_service_that_runs_but_answers_no_more_is_started_again(case: Case) -> None:
    async def run() -> None:
        async with case.running(limits=Limits(stop=0.1, look=0.05, misses=2)) as supervisor:
            first = await ready(supervisor)
            os.kill(first.pid, signal.SIGSTOP)

            await asyncio.wait_for(supervisor.gone(first, LIMIT), LIMIT)

            assert (await ready(supervisor)).pid != first.pid
            assert not Path(f"/proc/{first.pid}").exists()

    asyncio.run(run())


def test_a_socket_that_a_killed_service_left_behind_is_removed_before_the_next_start(case: Case) -> None:
    async def run() -> None:
        async with case.running("slow-again") as supervisor:
            first = await ready(supervisor)

            os.kill(first.pid, signal.SIGKILL)
            await asyncio.to_thread(eventually, lambda: len(started(case.notes)) == 2)

            assert not first.socket.exists()
            (case.notes / "go").touch()
            assert (await ready(supervisor)).pid == started(case.notes)[1]

    asyncio.run(run())


def test_a_service_that_cannot_start_is_rested_and_requests_are_told_so_at_once(case: Case) -> None:
    async def run() -> None:
        async with case.running("crash") as supervisor:
            problem = (await down(supervisor)).problem()

            assert len(started(case.notes)) == 2
            assert (problem.type, problem.status) == ("service-down", 503)
            assert "ended with exit code 3" in problem.detail
            assert "next try is in 1 s" in problem.detail
            assert problem.more["retry_after"] == 1
            log = Path(str(problem.more["log"]))
            assert str(log) in problem.remedy
            assert "the double was told to crash" in log.read_text()

    asyncio.run(run())


def test_a_cache_with_which_the_service_does_not_start_is_thrown_away_and_it_starts_without(
    case: Case, tmp_path: Path
) -> None:
    case.command = Command(case.command.java, case.command.jar, caches=tmp_path)
    cache = tmp_path / cache_name(*case.command.parts())
    cache.write_text("broken")
    cache.chmod(0o600)

    async def run() -> None:
        async with case.running("crash-with-cache") as supervisor:
            assert (await ready(supervisor)).pid == started(case.notes)[1]

    asyncio.run(run())
    assert not cache.exists()


def test_a_service_that_was_well_for_a_while_is_started_at_once_each_time(case: Case) -> None:
    async def run() -> None:
        async with case.running(limits=Limits(healthy_after=0)) as supervisor:
            for _ in range(4):
                pid = (await ready(supervisor)).pid
                os.kill(pid, signal.SIGKILL)
                while isinstance(supervisor.state, Ready) and supervisor.state.pid == pid:
                    await asyncio.sleep(0.01)
                assert isinstance(supervisor.state, Starting)

    asyncio.run(run())


def test_exit_code_0_is_for_good(case: Case) -> None:
    async def run() -> None:
        async with case.running("end", Limits(longest_pause=0.01)) as supervisor:
            problem = await refusal(supervisor)

            assert "ended on purpose" in problem.detail
            assert "retry_after" not in problem.more
            assert len(started(case.notes)) == 1

    asyncio.run(run())


def test_a_service_that_never_answers_is_killed_and_the_limit_is_named(case: Case) -> None:
    async def run() -> None:
        async with case.running("deaf stubborn", Limits(start=1.0, stop=0.1)) as supervisor:
            problem = (await down(supervisor)).problem()

            assert "no answer in the 1 s of Lakeside.start_limit" in problem.detail
            assert not any(alive(pid) for pid in started(case.notes))

    asyncio.run(run())


def test_without_java_the_problem_says_what_to_install_and_it_is_looked_for_again(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("X509_USER_PROXY", "/tmp/mine")
    java = tmp_path / "later" / "java"
    real, case.command = case.command, Command(str(java), case.command.jar)

    async def run() -> None:
        async with case.running(limits=Limits(longest_pause=0.05)) as supervisor:
            problem = (await down(supervisor)).problem()
            assert f"Java is not there: {java}" in problem.detail
            assert os.environ["X509_USER_PROXY"] == "/tmp/mine"

            java.parent.mkdir()
            java.symlink_to(real.java)

            while not isinstance(supervisor.state, Ready):
                await asyncio.sleep(0.01)
            assert os.environ["X509_USER_PROXY"].endswith("/credentials/x509_proxy")

    asyncio.run(asyncio.wait_for(run(), LIMIT))


def test_a_java_that_cannot_be_run_is_named(case: Case, tmp_path: Path) -> None:
    java = tmp_path / "not-java"
    java.write_text("this is no program")
    java.chmod(0o755)
    case.command = Command(str(java), case.command.jar)

    async def run() -> None:
        async with case.running() as supervisor:
            problem = (await down(supervisor)).problem()

        assert f"{java} cannot be run: Exec format error" in problem.detail

    asyncio.run(run())


def test_stopping_ends_the_process_and_its_children_and_removes_the_socket(case: Case) -> None:
    async def run() -> None:
        async with case.running("child") as supervisor:
            socket = (await ready(supervisor)).socket
            child = int((case.notes / "child").read_text())
            assert alive(child)

        assert not alive(started(case.notes)[0])
        await asyncio.to_thread(eventually, lambda: not alive(child))
        assert not socket.parent.exists()
        assert (await refusal(supervisor)).detail == "The Jupyter server is shutting down."

    asyncio.run(run())


def test_children_that_a_killed_service_left_are_ended(case: Case) -> None:
    async def run() -> None:
        async with case.running("child") as supervisor:
            first = (await ready(supervisor)).pid
            child = int((case.notes / "child").read_text())

            os.kill(first, signal.SIGKILL)

            await asyncio.to_thread(eventually, lambda: not alive(child))

    asyncio.run(run())


def test_a_service_that_does_not_listen_to_sigterm_is_killed(case: Case) -> None:
    async def run() -> None:
        async with case.running("stubborn", Limits(stop=0.1)) as supervisor:
            pid = (await ready(supervisor)).pid
        assert not alive(pid)

    asyncio.run(run())


def test_stopping_in_the_middle_of_a_start_leaves_nothing(case: Case) -> None:
    async def run() -> None:
        async with case.running("slow"):
            await asyncio.to_thread(eventually, lambda: started(case.notes))

        assert not alive(started(case.notes)[0])

    asyncio.run(run())


def test_a_full_disk_is_a_problem_in_words_and_passes(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    full = True

    def note(_log: LogFile, _words: str) -> None:
        if full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(LogFile, "note", note)

    async def run() -> None:
        nonlocal full
        async with case.running(limits=Limits(longest_pause=0.05)) as supervisor:
            assert "No space left on device" in (await down(supervisor)).problem().detail
            full = False
            while not isinstance(supervisor.state, Ready):
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(run(), LIMIT))


def test_what_a_cleaner_removed_under_a_running_service_is_made_again(case: Case) -> None:
    async def run() -> None:
        async with case.running() as supervisor:
            first = await ready(supervisor)
            told = os.environ["X509_USER_PROXY"]
            shutil.rmtree(first.socket.parent)
            shutil.rmtree(case.places.log_dir)

            os.kill(first.pid, signal.SIGKILL)
            assert await supervisor.gone(first, LIMIT)

            assert (await ready(supervisor)).socket.exists()
            assert (Path(case.places.log_dir) / "service.log").exists()
            assert os.environ["X509_USER_PROXY"] == told  # kernels know no other
        assert "X509_USER_PROXY" not in os.environ

    asyncio.run(run())


def test_in_a_container_the_log_is_jupyters_own(case: Case, capfd: pytest.CaptureFixture[str]) -> None:
    case.places = Places(case.places.socket_dir, "-")

    async def run() -> None:
        async with case.running() as supervisor:
            await ready(supervisor)
            assert not list(Path(case.places.socket_dir).rglob("*.log"))

    asyncio.run(run())
    assert "INFO supervisor: starting" in capfd.readouterr().err


def test_a_log_that_cannot_be_written_does_not_keep_the_service_from_starting(case: Case, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    case.places = Places(case.places.socket_dir, str(tmp_path / "file" / "logs"))

    async def run() -> None:
        async with case.running() as supervisor:
            socket = (await ready(supervisor)).socket
            assert (socket.parent / "service.log").exists()

    asyncio.run(run())
