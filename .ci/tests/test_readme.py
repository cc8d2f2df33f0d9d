"""The commands of the README work as they stand there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
README = (TOP / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ ")
]


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A user with the wheel installed, who has the settings of the README's table for the small lake."""
    home = tmp_path_factory.mktemp("user")
    (home / "password.txt").write_text("secret\n")
    (home / "password.txt").chmod(0o600)
    return {
        "HOME": str(home),
        "PATH": f"{TOP / 'build' / 'venv' / 'bin'}:/usr/bin:/bin",
        "LAKESIDE_RUCIO_URL": os.environ["LAKE_RUCIO_URL"],
        "LAKESIDE_RUCIO_NAME": "lake",
        "LANG": "C.UTF-8",
    }


def lakeside(command: str, user: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        shlex.split(command),
        env=user,
        cwd=user["HOME"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_every_command_of_the_readme_is_one_that_a_test_runs() -> None:
    known = ("make ", "lakeside ", "git clone ", "pip install ")

    assert [command for command in COMMANDS if not command.startswith(known)] == []


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{page.name}" for page in (TOP / "docs").glob("*.md"))])
def test_what_a_page_links_to_is_there(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (TOP / page).read_text(encoding="utf-8"))

    assert [link for link in links if not (TOP / page).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("command", sorted({c for c in COMMANDS if c.startswith("make ")}))
def test_make_knows_the_target(command: str) -> None:
    said = subprocess.run([*shlex.split(command), "--dry-run"], cwd=TOP, capture_output=True, text=True, check=False)

    assert "No rule to make target" not in said.stderr
    assert said.returncode == 0, said.stderr


def test_the_command_line_does_what_the_readme_shows(user: dict[str, str]) -> None:
    commands = [command for command in COMMANDS if command.startswith("lakeside ")]
    assert commands

    for command in commands:
        said = lakeside(command, user)
        assert said.returncode == 0, f"{command}\n{said.stdout}\n{said.stderr}"

    files = list((Path(user["HOME"]) / ".local/share/lakeside/lake/ATLAS_LAPP_JEZEQUEL").glob("*.root"))
    assert len(files) == 6


def test_the_table_of_settings_names_every_variable_that_the_service_reads() -> None:
    source = "".join(path.read_text() for path in (TOP / "server/src/main/java/org/lakeside/server").glob("Settings*.java"))
    keys = set(keys_of("KEYS"))
    variables = set(re.findall(r'"(LAKESIDE_[A-Z_]+)"', source)) | {f"LAKESIDE_{key.upper()}" for key in keys - {"instances"}}
    short = {f"LAKESIDE_RUCIO{suffix}" for suffix in re.findall(r"`(_[A-Z_]+)`", README)}
    rows = {key for row in re.findall(r"^\| (`[a-z_`, ]+) \|", README, re.MULTILINE) for key in re.findall(r"[a-z_]+", row)}

    assert len(variables) > len(keys), "the service's settings are not where this test looks"
    assert variables <= set(re.findall(r"LAKESIDE_[A-Z_]+", README)) | short
    assert rows == keys


def test_every_key_of_an_instance_is_named() -> None:
    assert [key for key in keys_of("INSTANCE_KEYS") if f"`{key}`" not in README] == []


def keys_of(name: str) -> list[str]:
    reader = (TOP / "server/src/main/java/org/lakeside/server/SettingsReader.java").read_text()
    found = re.search(rf"Set<String> {name} =\s*Set\.of\((.*?)\);", reader, re.DOTALL)
    assert found, f"{name} is not where this test looks"
    return re.findall(r'"([a-z_]+)"', found[1])
