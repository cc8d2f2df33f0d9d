"""Java's cache is used when it was made of exactly this jar, this Java and these options, and else not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from jupyterlab_lakeside.aot import cache_of, caches
from jupyterlab_lakeside.command import OPTIONS, Command
from jupyterlab_lakeside.training import Untrained, train


def cache_in(command: Command) -> list[str]:
    return [word for word in command.line(["doctor"]) if word.startswith("-XX:AOTCache")]


@pytest.fixture
def jar(tmp_path: Path) -> Path:
    path = tmp_path / "lakeside.jar"
    path.write_bytes(b"the jar")
    return path


def test_a_cache_of_this_very_jar_and_java_is_used(jar: Path) -> None:
    cache = cache_of("/bin/sh", jar, OPTIONS)
    cache.touch()

    assert cache_in(Command("/bin/sh", str(jar))) == [f"-XX:AOTCache={cache}"]


def test_without_a_cache_java_starts_as_it_always_did(jar: Path) -> None:
    assert cache_in(Command("/bin/sh", str(jar))) == []


def test_a_cache_of_another_jar_is_left_alone_because_java_would_run_its_old_code(jar: Path) -> None:
    cache_of("/bin/sh", jar, OPTIONS).touch()
    jar.write_bytes(b"the jAr")  # as large and, for all we know, as old

    assert cache_in(Command("/bin/sh", str(jar))) == []


def test_a_cache_of_other_options_is_left_alone(jar: Path) -> None:
    cache_of("/bin/sh", jar, OPTIONS).touch()

    assert cache_in(Command("/bin/sh", str(jar), ("-Xmx400m",))) == []


def test_a_cache_of_another_java_is_left_alone(jar: Path, tmp_path: Path) -> None:
    for version in ("25.0.2", "25.0.3"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "java").touch()
        (tmp_path / version / "release").write_text(f'JAVA_VERSION="{version}"\n')
    cache_of(str(tmp_path / "25.0.2" / "bin" / "java"), jar, OPTIONS).touch()

    assert cache_in(Command(str(tmp_path / "25.0.2" / "bin" / "java"), str(jar))) != []
    assert cache_in(Command(str(tmp_path / "25.0.3" / "bin" / "java"), str(jar))) == []


def test_training_makes_a_cache_that_java_takes_and_removes_that_of_an_older_jar(
    real: dict[str, str], tmp_path: Path
) -> None:
    jar = tmp_path / "lakeside.jar"
    shutil.copyfile(real["LAKESIDE_JAR"], jar)
    older = tmp_path / "lakeside-0123456789abcdef.aot"
    older.touch()
    command = Command(jar=str(jar))

    cache = train(command, os.environ)

    assert caches(jar) == [cache]
    assert cache_in(command) == [f"-XX:AOTCache={cache}"]
    java, *rest = command.line(["--version"])
    strict = [java, "-XX:AOTMode=on", *rest]  # ends with an error when the cache cannot be used
    said = subprocess.run(strict, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.count("\n") == 1, "the cache adds nothing to what the command says"


def test_a_java_that_makes_no_cache_is_quoted(jar: Path, tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho no such option >&2\nexit 1\n")
    java.chmod(0o755)

    with pytest.raises(Untrained, match="no such option"):
        train(Command(str(java), str(jar)), os.environ)
    assert caches(jar) == []
