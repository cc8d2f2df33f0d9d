"""`lakeside` on a terminal hands over to Java."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def lakeside(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    code = "from jupyterlab_lakeside.terminal import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], env=environment, capture_output=True, text=True, check=False
    )


def test_the_words_reach_the_jar_and_the_exit_code_comes_back(tmp_path: Path) -> None:
    jar = tmp_path / "a jar.jar"
    jar.touch()
    java = tmp_path / "java"
    java.write_text('#!/bin/sh\nprintf "%s\\n" "$@"; exit 4\n')
    java.chmod(0o755)

    said = lakeside("get", "a scope:name", LAKESIDE_JAVA=str(java), LAKESIDE_JAR=str(jar))

    assert said.returncode == 4
    assert said.stdout.splitlines()[-4:] == ["-jar", str(jar), "get", "a scope:name"]


def test_a_missing_jar_is_a_sentence_with_a_remedy(tmp_path: Path) -> None:
    said = lakeside("ls", LAKESIDE_JAR=str(tmp_path / "none.jar"))

    assert said.returncode == 1
    assert "none.jar" in said.stderr
    assert "Traceback" not in said.stderr
