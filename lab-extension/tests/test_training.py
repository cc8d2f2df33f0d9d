"""The service's cache is made in the background, once, whole or not at all; a wrong one never decides what runs."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import real_service
from jupyter_process import Jupyter, inherited
from observing import LIMIT, eventually

from jupyterlab_lakeside import training
from jupyterlab_lakeside.aot import caches
from jupyterlab_lakeside.command import Command
from jupyterlab_lakeside.trainer import Trainer, rested
from jupyterlab_lakeside.training import Untrained, main, train
from jupyterlab_lakeside.user_cache import AGAIN_AFTER, KEPT

OLD, NEW = b"usage: lakeside serve", b"USAGE: lakeside serve"  # what a class says that every start needs


class Trained:
    """A home in which Jupyter has run with the real service, and been left alone for long enough."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.jar = home / "lakeside.jar"
        shutil.copyfile(real_service()["LAKESIDE_JAR"], self.jar)
        self.folder = home / ".cache" / "lakeside"
        self.command = Command(jar=str(self.jar), caches=self.folder)
        self.service = real_service() | {"LAKESIDE_JAR": str(self.jar), "LAKESIDE_AOT_CACHE": "on"}
        self.log = ""

    def jupyter(self) -> Jupyter:
        return Jupyter(self.home, self.service, "--Lakeside.train_after=0")


def test_the_service_is_trained_with_answers_and_not_with_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java, jar, options = Command(jar=real_service()["LAKESIDE_JAR"]).parts()
    said: list[tuple[str, int]] = []

    def ask(place: Path, method: str, path: str, body: bytes | None = None) -> int:
        said.append((path, ask_as_usual(place, method, path, body)))
        return said[-1][1]

    ask_as_usual = training._ask
    monkeypatch.setattr(training, "_ask", ask)

    training._run([java, *options, "-jar", str(jar)], tmp_path, os.environ)

    assert len(said) > training.TIMES * len(training.OFTEN)
    assert [one for one in said if one[1] != 200] == []


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    place = Trained(tmp_path_factory.mktemp("home"))
    jupyter = place.jupyter()
    try:
        eventually(lambda: "for quicker starts" in jupyter.log.read_text(), 5 * LIMIT)  # it has the lowest priority
    finally:
        jupyter.end()
        place.log = jupyter.log.read_text()
    return place


def test_a_service_that_is_left_alone_gets_a_cache_for_its_next_start(trained: Trained) -> None:
    assert len(caches(trained.folder)) == 1, trained.log
    assert f"for quicker starts: made {caches(trained.folder)[0]}" in trained.log
    assert not list(trained.folder.glob("*.unfinished-*"))

    jupyter = trained.jupyter()
    try:
        words = Path(f"/proc/{jupyter.service_pid()}/cmdline").read_text().split("\0")
        eventually(lambda: "for quicker starts: there is" in jupyter.log.read_text()[len(trained.log) :])
    finally:
        jupyter.end()

    assert f"-XX:AOTCache={caches(trained.folder)[0]}" in words


def test_java_takes_the_cache_without_a_word(trained: Trained) -> None:
    java, *rest = trained.command.line(["--version"])
    strict = [java, "-XX:AOTMode=on", *rest]  # ends with an error when the cache cannot be used

    said = subprocess.run(strict, capture_output=True, text=True, check=False)

    assert f"-XX:AOTCache={caches(trained.folder)[0]}" in rest
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.count("\n") == 1, "the cache adds nothing to what the command says"


def test_a_new_jar_runs_its_own_code_although_java_itself_would_run_that_of_the_old_cache(
    trained: Trained, tmp_path: Path
) -> None:
    new = tmp_path / "lakeside.jar"
    changed = 0
    with zipfile.ZipFile(trained.jar) as old, zipfile.ZipFile(new, "w") as parts:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith(".class") and OLD in content:
                content = content.replace(OLD, NEW)
                changed += 1
            parts.writestr(part, content, zipfile.ZIP_STORED)
    assert changed == 1
    ours = Command(jar=str(new), caches=trained.folder).line(["serve"])
    javas = [word if word != str(trained.jar) else str(new) for word in trained.command.line(["serve"])]

    def said(words: list[str]) -> bytes:
        return subprocess.run(words, capture_output=True, check=False).stderr

    assert OLD in said(javas), "Java would look whether cache and jar belong together: then our name need not"
    assert NEW in said(ours)


def test_half_a_cache_does_no_harm(trained: Trained, tmp_path: Path) -> None:
    whole = caches(trained.folder)[0]
    half = tmp_path / whole.name
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    half.chmod(0o600)
    words = Command(jar=str(trained.jar), caches=tmp_path).line(["--version"])

    said = subprocess.run(words, capture_output=True, text=True, check=False)

    assert f"-XX:AOTCache={half}" in words
    assert (said.returncode, said.stdout.count("\n")) == (0, 1)


# ---------------------------------------------------------------- with a Java that is none


class Place:
    """A folder for caches, a jar, and a Java whose training does what it is told to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "cache" / "lakeside"
        self.jar = folder / "lakeside.jar"
        self.jar.write_bytes(b"the jar")
        self.java = folder / "java"
        self.notes = folder / "notes"
        self.does('for word; do case $word in -XX:AOTCacheOutput=*) echo whole > "${word#*=}" ;; esac; done')

    def does(self, script: str) -> None:
        self.java.write_text(f'#!/bin/sh\necho "$@" >> {self.notes}\n{script}\n')
        self.java.chmod(0o755)

    def words(self) -> tuple[list[str], dict[str, str]]:
        environment = inherited() | {"XDG_CACHE_HOME": str(self.folder.parent), "TMPDIR": str(self.jar.parent)}
        return [sys.executable, "-m", "jupyterlab_lakeside.user_cache", str(self.java), str(self.jar)], environment

    def make(self) -> subprocess.CompletedProcess[str]:
        words, environment = self.words()
        return subprocess.run(words, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    old = os.umask(0o002)  # as in many homes: the group may write
    yield Place(tmp_path)
    os.umask(old)


def test_a_cache_is_tried_before_it_is_there_and_made_once(place: Place) -> None:
    assert place.make().stdout.startswith("made ")
    assert place.make().stdout.startswith("there is ")

    training, trial = place.notes.read_text().splitlines()
    assert "-XX:AOTCacheOutput" in training
    assert "-XX:AOTMode=on" in trial


def test_a_cache_that_java_does_not_take_is_not_kept_and_not_made_again_at_the_next_start(place: Place) -> None:
    place.does('for word; do case $word in -XX:AOTCacheOutput=*) echo half > "${word#*=}" ;; *on) exit 1 ;; esac; done')

    refused, again = place.make(), place.make()

    assert "does not take its own cache" in refused.stdout
    assert "says why" in again.stdout
    assert caches(place.folder) == []
    assert len(place.notes.read_text().splitlines()) == 2

    (words,) = place.folder.glob("*.failed")
    os.utime(words, (0, words.stat().st_mtime - AGAIN_AFTER - 1))
    place.make()
    assert len(place.notes.read_text().splitlines()) == 4


def test_two_are_never_made_at_a_time(place: Place) -> None:
    place.make()
    for cache in caches(place.folder):
        cache.unlink()
    place.notes.unlink()

    with (place.folder / ".training").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        busy = place.make()

    assert "another one makes it" in busy.stdout
    assert not place.notes.exists()
    assert place.make().stdout.startswith("made ")


def test_what_a_killed_one_left_behind_is_removed_and_never_used(place: Place) -> None:
    place.does('for word; do case $word in -XX:AOTCacheOutput=*) echo half > "${word#*=}"; sleep 1000 ;; esac; done')
    words, environment = place.words()
    process = subprocess.Popen(words, env=environment, start_new_session=True)
    eventually(lambda: list(place.folder.glob("*.unfinished-*")))

    os.killpg(process.pid, signal.SIGKILL)
    process.wait(LIMIT)

    assert caches(place.folder) == []
    place.does("exit 1")
    place.make()
    assert not list(place.folder.glob("*.unfinished-*"))


def test_one_that_is_asked_to_end_leaves_nothing(place: Place) -> None:
    place.does('for word; do case $word in -XX:AOTCacheOutput=*) echo half > "${word#*=}"; sleep 1000 ;; esac; done')
    words, environment = place.words()
    process = subprocess.Popen(words, env=environment, start_new_session=True)
    eventually(lambda: list(place.folder.glob("*.unfinished-*")))

    os.killpg(process.pid, signal.SIGTERM)

    assert process.wait(LIMIT) == 1
    assert not list(place.folder.glob("*.unfinished-*"))
    assert not list(place.jar.parent.glob("lakeside-training-*"))


def test_caches_that_have_not_been_used_for_longest_make_room(place: Place) -> None:
    place.folder.mkdir(parents=True, mode=0o700)
    others = [place.folder / f"lakeside-{number:016x}.aot" for number in range(KEPT + 1)]
    for age, cache in enumerate(others):
        cache.touch()
        os.utime(cache, (0, 1000 - age))

    place.make()

    assert set(caches(place.folder)) & set(others) == set(others[: KEPT - 1])
    assert len(caches(place.folder)) == KEPT


def test_it_has_the_lowest_priority(place: Place) -> None:
    place.does("nice > " + str(place.notes))

    place.make()

    assert place.notes.read_text() == "19\n"


def test_a_folder_that_cannot_be_made_is_said_and_nothing_is_run(place: Place) -> None:
    place.folder.parent.write_text("a file")

    said = place.make()

    assert "no cache: " in said.stdout
    assert said.stderr == ""
    assert not place.notes.exists()


def test_a_folder_in_which_others_write_gets_none(place: Place) -> None:
    place.folder.mkdir(parents=True)
    place.folder.chmod(0o777)

    assert "others may write in" in place.make().stdout
    assert not place.notes.exists()


# ---------------------------------------------------------------- when


def trainer(place: Place, rested: Callable[[], float], cached: bool = True) -> Trainer:
    """One that waits for a fifth of a second of rest."""
    return Trainer(Command(str(place.java), str(place.jar), cached=cached), 0.2, rested, logging.getLogger("test"))


def test_none_is_made_where_that_is_switched_off(place: Place) -> None:
    async def run() -> None:
        trainer(place, lambda: 1000.0, cached=False).start()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(run())


def test_none_is_made_while_somebody_works(place: Place) -> None:
    async def run() -> None:
        enough = asyncio.Event()
        looks = 0

        def rested() -> float:
            nonlocal looks
            looks += 1
            if looks == 5:  # who has begun with a cache looks no more
                enough.set()
            return 0.1

        one = trainer(place, rested)
        one.start()
        await asyncio.wait_for(enough.wait(), LIMIT)
        await one.stop()

    asyncio.run(run())
    assert not place.notes.exists()


def test_rest_is_counted_from_the_last_thing_that_anybody_did() -> None:
    now = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
    settings: dict[str, Any] = {"started": now - timedelta(seconds=900), "last_activity_times": {}}

    assert rested(settings, now) == 900
    settings["kernel_manager"] = SimpleNamespace(last_kernel_activity=now - timedelta(seconds=600))
    assert rested(settings, now) == 600
    settings["last_activity_times"]["lakeside"] = now - timedelta(seconds=300)
    assert rested(settings, now) == 300
    settings["kernel_manager"] = SimpleNamespace(last_kernel_activity=None)
    assert rested(settings, now) == 300


# ---------------------------------------------------------------- for an image


def test_for_an_image_it_lies_beside_the_jar_and_is_the_only_one(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAKESIDE_JAVA", str(place.java))
    monkeypatch.setenv("LAKESIDE_JAR", str(place.jar))
    place.jar.with_name("lakeside-0123456789abcdef.aot").touch()

    assert main() == 0

    (cache,) = caches(place.jar.parent)
    assert capsys.readouterr().out == f"{cache}\n"
    assert cache.stat().st_mode & 0o777 == 0o644, "for every user of the image"


def test_a_java_that_makes_no_cache_is_quoted(place: Place) -> None:
    place.does("echo no such option >&2\nexit 1")

    with pytest.raises(Untrained, match="no such option"):
        train(Command(str(place.java), str(place.jar)), os.environ)
    assert caches(place.jar.parent) == []
