from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyterlab_lakeside.command import CannotStart
from jupyterlab_lakeside.places import PREFIX, SocketFolder, log_folder


@pytest.fixture
def short() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="lks-") as folder:
        yield Path(folder)


def aged(folder: Path) -> Path:
    os.utime(folder, (0, 0))
    return folder


def test_only_its_user_may_enter_the_sockets_folder(short: Path) -> None:
    folder = SocketFolder.make("", {"XDG_RUNTIME_DIR": str(short)})

    assert folder.path.parent == short
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    folder.close()
    assert list(short.iterdir()) == []


def test_a_runtime_folder_with_a_long_name_is_passed_over(short: Path) -> None:
    long = short / ("x" * 90)
    long.mkdir()

    folder = SocketFolder.make("", {"XDG_RUNTIME_DIR": str(long)})

    assert folder.path.parent != long
    assert len(str(folder.socket)) < 104
    folder.close()


def test_a_runtime_folder_that_is_gone_is_passed_over(short: Path) -> None:
    folder = SocketFolder.make("", {"XDG_RUNTIME_DIR": str(short / "gone")})

    assert folder.path.is_dir()
    folder.close()


def test_without_any_place_it_says_what_was_tried_and_what_to_set(short: Path) -> None:
    with pytest.raises(CannotStart) as refusal:
        SocketFolder.make(str(short / "gone"), {})

    assert f"{short}/gone: No such file or directory" in refusal.value.detail
    assert "Lakeside.socket_dir" in refusal.value.remedy


def test_what_a_killed_server_left_behind_is_removed_and_what_is_used_stays(short: Path) -> None:
    left = aged(Path(tempfile.mkdtemp(prefix=PREFIX, dir=short)))
    young = Path(tempfile.mkdtemp(prefix=PREFIX, dir=short))
    others = aged(Path(tempfile.mkdtemp(prefix="other-", dir=short)))
    used = SocketFolder.make(str(short), {})
    aged(used.path)

    mine = SocketFolder.make(str(short), {})

    assert set(short.iterdir()) == {young, others, used.path, mine.path}
    assert not left.exists()
    mine.close()
    used.close()


def test_a_folder_that_holds_more_than_a_server_puts_there_stays_as_it_is(short: Path) -> None:
    with_notes = short / f"{PREFIX}notes"
    clone = short / "lakeside-clone"
    for folder in (with_notes, clone):
        (folder / ".git").mkdir(parents=True)
        (folder / "notes.txt").write_text("mine")
        aged(folder)

    SocketFolder.make(str(short), {}).close()

    assert [(folder / "notes.txt").read_text() for folder in (with_notes, clone)] == ["mine", "mine"]
    assert sorted(short.iterdir()) == sorted([with_notes, clone])


def test_what_a_server_wrote_into_its_folder_goes_with_it(short: Path) -> None:
    left = short / f"{PREFIX}left"
    left.mkdir()
    (left / "credentials").mkdir()
    secret = ("x509_proxy", "x509_proxy.other", "bearer_token", ".bearer_token.half-written", "written_by_lakeside")
    for name in ("service.sock", "service.log", "service.log.1", "service-2-crash-77.log"):
        (left / name).touch()
    for name in secret:
        (left / "credentials" / name).touch()
    aged(left)

    SocketFolder.make(str(short), {}).close()

    assert list(short.iterdir()) == []


def test_the_log_lies_beside_the_services_own_state() -> None:
    assert log_folder({"LAKESIDE_STATE_DIR": "/state"}) == Path("/state/logs")
    assert log_folder({"XDG_STATE_HOME": "/xdg"}) == Path("/xdg/lakeside/logs")
    assert log_folder({}) == Path.home() / ".local/state/lakeside/logs"
