"""Libraries that an image has unpacked are named to Java; nobody else has any."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_lakeside import native
from jupyterlab_lakeside.command import Command


@pytest.fixture
def jar(tmp_path: Path) -> Path:
    path = tmp_path / "lakeside.jar"
    path.touch()
    return path


def named(jar: Path) -> list[str]:
    command = Command("/bin/sh", str(jar), cached=False)
    return [word for word in command.line(["doctor"]) if word.startswith("-Dlakeside.native")]


def test_without_any_the_service_unpacks_its_own(jar: Path) -> None:
    assert named(jar) == []


def test_those_of_a_home_are_kept_for_all_and_older_ones_go(jar: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "home" / native.IN_A_HOME
    unpacked.mkdir(mode=0o700, parents=True)
    (unpacked / "sqlite-2.so").touch(mode=0o600)
    native.beside(jar).mkdir()
    (native.beside(jar) / "sqlite-1.so").touch()

    native.keep(tmp_path / "home", jar)

    (library,) = native.beside(jar).iterdir()
    assert library.name == "sqlite-2.so"
    assert [path.stat().st_mode & 0o777 for path in (library.parent, library)] == [0o755, 0o644]
    assert named(jar) == [f"-Dlakeside.native={library.parent}"]


def test_a_training_that_unpacks_nothing_leaves_nothing(jar: Path, tmp_path: Path) -> None:
    native.keep(tmp_path, jar)

    assert named(jar) == []
