"""Java's cache is used when it was made of exactly this jar, this Java and these options, and else not at all."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from jupyterlab_lakeside.aot import cache_name, users_folder
from jupyterlab_lakeside.command import OPTIONS, Command


def used(command: Command) -> list[str]:
    return [word.removeprefix("-XX:AOTCache=") for word in command.line(["doctor"]) if "AOTCache=" in word]


def with_a_class(jar: Path, content: str) -> None:
    """Always as large, and as old."""
    with zipfile.ZipFile(jar, "w") as parts:
        parts.writestr(zipfile.ZipInfo("Main.class"), content)
    os.utime(jar, (0, 0))


@pytest.fixture
def jar(tmp_path: Path) -> Path:
    path = tmp_path / "lakeside.jar"
    with_a_class(path, "version ONE")
    return path


@pytest.fixture
def command(jar: Path, tmp_path: Path) -> Command:
    (tmp_path / "user").mkdir(mode=0o700)
    return Command("/bin/sh", str(jar), caches=tmp_path / "user")


def cache_of(command: Command, folder: Path) -> Path:
    cache = folder / cache_name(*command.parts())
    cache.touch(0o600)
    return cache


def test_a_cache_beside_the_jar_is_used(command: Command, jar: Path) -> None:
    cache = cache_of(command, jar.parent)

    assert used(command) == [str(cache)]


def test_a_cache_in_the_users_folder_is_used_and_is_then_not_an_old_one(command: Command) -> None:
    cache = cache_of(command, command.cache_folder)
    os.utime(cache, (0, 0))

    assert used(command) == [str(cache)]
    assert cache.stat().st_mtime > 0


def test_without_a_cache_java_starts_as_it_always_did(command: Command) -> None:
    assert used(command) == []


def test_a_cache_of_another_jar_is_left_alone_because_java_would_run_its_old_code(command: Command, jar: Path) -> None:
    cache_of(command, jar.parent)
    cache_of(command, command.cache_folder)
    before = jar.stat()

    with_a_class(jar, "version TWO")

    assert (jar.stat().st_size, jar.stat().st_mtime) == (before.st_size, before.st_mtime)
    assert used(command) == []


def test_the_words_at_a_jars_end_and_what_only_looks_like_a_jar_count_as_well(jar: Path) -> None:
    def name() -> str:
        return cache_name("/bin/sh", jar, OPTIONS)

    names = {name()}
    with zipfile.ZipFile(jar, "a") as parts:
        parts.comment = b"another comment"
    names.add(name())
    for content in (b"the jar", b"the jAr", b"PK\5\6", b"PK\5\6" + bytes(18), b""):
        jar.write_bytes(content)
        names.add(name())

    assert len(names) == 7


def test_a_cache_of_other_options_is_left_alone(command: Command, jar: Path) -> None:
    cache_of(command, jar.parent)

    assert used(Command(command.java, command.jar, ("-Xmx400m",), caches=command.caches)) == []


def test_a_cache_of_another_java_is_left_alone(jar: Path, tmp_path: Path) -> None:
    for version in ("25.0.2", "25.0.3"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "java").touch()
        (tmp_path / version / "release").write_text(f'JAVA_VERSION="{version}"\n')
    old, new = (Command(str(tmp_path / version / "bin" / "java"), str(jar)) for version in ("25.0.2", "25.0.3"))
    cache_of(old, jar.parent)

    assert used(old) != []
    assert used(new) == []


def test_none_is_used_where_they_are_switched_off(command: Command, jar: Path) -> None:
    cache_of(command, jar.parent)
    cache_of(command, command.cache_folder)

    assert used(Command(command.java, command.jar, cached=False, caches=command.caches)) == []


@pytest.mark.parametrize("writable", ["the cache", "its folder"])
def test_a_cache_that_others_can_write_is_not_used_because_it_is_code(command: Command, writable: str) -> None:
    cache = cache_of(command, command.cache_folder)
    assert used(command)

    (cache if writable == "the cache" else cache.parent).chmod(0o777)

    assert used(command) == []


def test_the_users_folder_is_where_the_desktops_rules_have_it() -> None:
    assert users_folder({"XDG_CACHE_HOME": "/c", "HOME": "/h"}) == Path("/c/lakeside")
    assert users_folder({"XDG_CACHE_HOME": "no/path/from/the/root", "HOME": "/h"}) == Path("/h/.cache/lakeside")
    assert users_folder({}).is_absolute()
