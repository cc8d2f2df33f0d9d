"""Homes of every kind: JupyterLab starts, what is lost is said, and nothing broken is left behind."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import Start
from containers import Container, eventually, home_for, podman, run

AT = "/home/lakeside"
LOST = "what is saved now is lost when the container ends"


def ready(container: Container) -> Container:
    assert container.health()["state"] == "ready", container.log()
    return container


def all_of(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def examples_of(container: Container) -> dict[str, str]:
    """Name and sum of what the image brings."""
    said = container.execute("sh", "-c", "cd /usr/share/lakeside/notebooks && sha256sum *")
    return {name: sum for sum, name in (line.split() for line in said.splitlines())}


def sum_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_an_empty_volume_gets_the_notebooks_and_what_somebody_changed_is_kept(start: Start, home: Path) -> None:
    first = ready(start("-v", f"{home}:{AT}"))
    examples = examples_of(first)
    assert {path.name: sum_of(path) for path in (home / "notebooks").iterdir()} == examples
    first.stop()
    changed = home / "notebooks" / "hyy.ipynb"
    changed.write_text(changed.read_text() + "\n")
    mine = changed.read_text()

    second = ready(start("-v", f"{home}:{AT}"))

    assert changed.read_text() == mine
    second.stop()
    shutil.rmtree(changed.parent)
    ready(start("-v", f"{home}:{AT}"))
    assert not changed.parent.exists(), "thrown away by its user, and not given again"


def test_examples_of_a_site_may_have_any_name_and_lie_in_folders(start: Start, folder: Path, home: Path) -> None:
    examples = folder / "examples"
    names = {"a+b [1].ipynb", "b.ipynb", " b.ipynb", "a b.ipynb", "course/one.ipynb"}
    for name in names:
        (examples / name).parent.mkdir(parents=True, exist_ok=True)
        (examples / name).write_text(name)
    mounts = ("-v", f"{home}:{AT}", "-v", f"{examples}:/usr/share/lakeside/notebooks:ro")

    def there() -> set[str]:
        return {str(path.relative_to(home / "notebooks")) for path in (home / "notebooks").rglob("*") if path.is_file()}

    first = ready(start(*mounts))
    assert there() == names
    record = (home / ".local" / "state" / "lakeside" / "examples").read_text()
    first.stop()
    (home / "notebooks" / "a+b [1].ipynb").unlink()

    second = ready(start(*mounts))

    assert there() == names - {"a+b [1].ipynb"}
    assert (home / ".local" / "state" / "lakeside" / "examples").read_text() == record
    assert "cannot be given" not in first.log() + second.log()


def test_an_example_that_nobody_changed_is_renewed_by_a_newer_image(start: Start, home: Path) -> None:
    first = ready(start("-v", f"{home}:{AT}"))
    examples = examples_of(first)
    first.stop()
    old = b"{}"
    (home / "notebooks" / "hyy.ipynb").write_bytes(old)
    (home / ".local" / "state" / "lakeside" / "examples").write_text(f"{hashlib.sha256(old).hexdigest()} hyy.ipynb\n")

    ready(start("-v", f"{home}:{AT}"))

    assert sum_of(home / "notebooks" / "hyy.ipynb") == examples["hyy.ipynb"]


def test_a_named_volume_belongs_to_the_images_own_user(start: Start) -> None:
    volume = f"lakeside-test-{os.getpid()}"
    try:
        container = ready(start("-v", f"{volume}:{AT}", user="1000:100"))

        assert LOST not in container.log()
        assert container.files() == {"notebooks"}
        container.remove()
    finally:
        podman("volume", "rm", "-f", volume)


def test_without_a_home_everything_works_and_the_user_is_told_that_nothing_is_kept(start: Start) -> None:
    container = ready(start())

    assert f"the home {AT} is read-only: {LOST}" in container.log()
    assert container.files() == {"notebooks", "NOTHING IS KEPT.txt"}


@pytest.mark.parametrize("unset", ["-eHOME=", "-eHOME=/", "-eHOME=somewhere", "--unsetenv=HOME"])
def test_a_home_that_is_not_set_is_the_usual_one(start: Start, home: Path, unset: str) -> None:
    container = ready(start("-v", f"{home}:{AT}", unset))

    assert LOST not in container.log()
    assert (home / "notebooks" / "hyy.ipynb").is_file()


def test_a_home_of_somebody_else_is_shown_and_not_touched(start: Start, folder: Path, user: str) -> None:
    theirs = home_for("12345:0", folder / "theirs")
    (theirs / "thesis.txt").write_text("theirs")
    before = theirs.stat()

    container = ready(start("-v", f"{theirs}:{AT}"))

    assert f"belongs to user 12345, and this container runs as user {user.split(':')[0]}: {LOST}" in container.log()
    assert container.files() == {"thesis.txt"}
    assert all_of(theirs) == {"thesis.txt"}
    assert (theirs.stat().st_uid, theirs.stat().st_mode) == (before.st_uid, before.st_mode)


def test_a_read_only_home_is_shown(start: Start, home: Path) -> None:
    (home / "thesis.txt").write_text("read me")

    container = ready(start("-v", f"{home}:{AT}:ro"))

    assert f"the home {AT} is read-only: {LOST}" in container.log()
    assert container.files() == {"thesis.txt"}
    assert container.stop() == 0


@pytest.fixture
def full(home: Path, user: str) -> Iterator[Path]:
    """A home on a disk without room."""
    owner = user.split(":")[0]
    if run("mount", "-t", "tmpfs", "-o", f"size=64k,mode=700,uid={owner}", "tmpfs", home, check=False).returncode != 0:
        pytest.skip("no file system can be mounted here")
    (home / "thesis.txt").write_bytes(b"x" * 60_000)
    yield home
    run("umount", "-l", home)


def test_a_full_home_is_shown_so_that_something_can_be_thrown_away(start: Start, full: Path, user: str) -> None:
    os.chown(full / "thesis.txt", int(user.split(":")[0]), 0)
    container = ready(start("-v", f"{full}:{AT}"))

    assert f"the home {AT} is full: {LOST}" in container.log()
    assert container.files() == {"thesis.txt"}
    assert all_of(full) == {"thesis.txt"}, "nothing half is left there"
    container.call("DELETE", "api/contents/thesis.txt")
    assert os.statvfs(full).f_bavail * os.statvfs(full).f_bsize > 50_000, "there is room again, not a full bin"
    assert container.stop() == 0


def test_killed_at_any_moment_of_the_first_start_leaves_a_home_that_works(start: Start, folder: Path, user: str) -> None:
    reached: list[Callable[[Path], bool]] = [  # what is there at the moment of the kill
        lambda home: any(home.iterdir()),
        lambda home: (home / "notebooks").exists(),
        lambda home: any((home / "notebooks").glob("*")),
        lambda home: (home / ".local" / "state" / "lakeside" / "examples").exists(),
        lambda home: (home / ".local" / "share" / "jupyter").exists(),
        lambda home: (home / ".local" / "state" / "lakeside" / "owner.lock").exists(),
    ]
    for number, there in enumerate(reached):
        home = home_for(user, folder / f"home-{number}")
        first = start("-v", f"{home}:{AT}")
        assert eventually(partial(there, home))
        first.kill()
        first.remove()
        for left in (".lakeside-probe-x", "notebooks/.lakeside-draft-x", ".local/state/lakeside/examples-x"):
            if (home / left).parent.is_dir():  # by a kill that came a moment later, or earlier
                (home / left).touch()
                os.chown(home / left, int(user.split(":")[0]), 0)

        second = ready(start("-v", f"{home}:{AT}"))

        assert {path.name: sum_of(path) for path in (home / "notebooks").iterdir()} == examples_of(second)
        assert {name for name in all_of(home) if any(word in name for word in ("probe", "draft", "examples-"))} == set()
        assert second.stop() == 0
        assert all(stat.S_IMODE(path.stat().st_mode) & 0o022 == 0 for path in home.rglob("*"))
        second.remove()


def test_another_container_of_the_same_home_finds_logins_and_files(start: Start, home: Path) -> None:
    """As after an upgrade: the old one was killed, the new one has another name."""
    first = ready(start("-v", f"{home}:{AT}"))
    assert first.health()["owner"]
    first.kill()

    second = ready(start("-v", f"{home}:{AT}"))

    assert second.health()["owner"]
    assert second.execute("sh", "-c", f"ls {AT}/.local/state/lakeside") != ""
    state = home / ".local" / "state" / "lakeside"
    assert [path.name for path in state.iterdir() if path.is_dir() and path.name not in ("native", "logs", "logins")] == []
