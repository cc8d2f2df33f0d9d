"""Which jobs of .gitlab-ci.yml run for what, asked of gitlab-ci-local, which reads the file as GitLab does."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

TOP = Path(__file__).resolve().parents[2]
BUILT = {"lint", "test", "build-image", "test-image"}
PUSHED = {"CI_PIPELINE_SOURCE": "push", "CI_DEFAULT_BRANCH": "main"}
ASKED = {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_DEFAULT_BRANCH": "main"}
KINDS: dict[str, dict[str, str]] = {
    "a merge request": ASKED,
    "a merge request from main": ASKED | {"CI_COMMIT_BRANCH": "main"},
    "another branch": PUSHED | {"CI_COMMIT_BRANCH": "panel"},
    "main": PUSHED | {"CI_COMMIT_BRANCH": "main"},
    "a tag": PUSHED | {"CI_COMMIT_TAG": "v0.1.0"},
}


@pytest.fixture(scope="module")
def state() -> Iterator[str]:
    """Where gitlab-ci-local keeps what it knows; it wants a place within the repository."""
    folder = TOP / "build" / "ci-lists"
    yield str(folder.relative_to(TOP))
    shutil.rmtree(folder, ignore_errors=True)


def ask(state: str, kind: str, *arguments: str) -> str:
    command = [str(TOP / "build/tools/node_modules/.bin/gitlab-ci-local"), "--color=false", "--home", state, "--state-dir", state]
    variables = KINDS[kind]
    for name in ("CI_COMMIT_BRANCH", "CI_COMMIT_TAG"):
        command += [] if name in variables else ["--unset-variable", name]
    for name, value in variables.items():
        command += ["--variable", f"{name}={value}"]
    command += ["--ignore-predefined-vars", ",".join(variables), *arguments]
    run = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def jobs(state: str, kind: str) -> dict[str, Any]:
    listed = ask(state, kind, "--list-json")
    return {job["name"]: job for job in json.loads(listed[listed.index("[\n") :]) if job["when"] != "never"}


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("a merge request", set[str]()),
        ("a merge request from main", set[str]()),
        ("main", {"publish-image"}),
        ("a tag", {"release-notes", "publish-image", "release"}),
    ],
)
def test_all_is_built_and_tested_and_main_and_tags_alone_are_published(state: str, kind: str, more: set[str]) -> None:
    assert jobs(state, kind).keys() == BUILT | more


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("a merge request", True), ("a merge request from main", True), ("another branch", False), ("main", True), ("a tag", True)],
)
def test_a_commit_has_one_pipeline_at_most(kind: str, begins: bool) -> None:
    """Of these rules gitlab-ci-local takes variables alone; so they are read here, as far as they go."""
    rules = yaml.safe_load((TOP / ".gitlab-ci.yml").read_text())["workflow"]["rules"]

    assert any(holds(rule.pop("if"), KINDS[kind]) and not rule for rule in rules) == begins


def holds(condition: str, variables: dict[str, str]) -> bool:
    """`$A`, `$A == "text"`, `$A == $B`, as GitLab means them: what is not set equals nothing that is."""
    left, _, right = condition.partition(" == ")

    def value(word: str) -> str | None:
        return variables.get(word[1:]) if word.startswith("$") else word.strip('"')

    assert re.fullmatch(r'\$\w+( == (\$\w+|"\w+"))?', condition), f"{condition} is more than this test reads"
    return bool(value(left)) if not right else value(left) == value(right)


def test_nothing_is_published_before_all_has_been_tested_and_released_before_it_is_published(state: str) -> None:
    listed = jobs(state, "a tag")
    stages = re.search(r"^stages: \[(.*)\]$", (TOP / ".gitlab-ci.yml").read_text(), re.MULTILINE)

    assert stages is not None
    assert stages[1].split(", ") == ["check", "test", "image", "test-image", "publish"]
    assert {name: job["stage"] for name, job in listed.items() if job["stage"] == "publish"}.keys() == {
        "publish-image",
        "release",
    }
    assert not listed["publish-image"].get("needs"), "waits for every stage before its own"
    assert {need["job"] for need in listed["release"]["needs"]} == {"release-notes", "publish-image"}


def test_a_release_takes_its_notes_from_the_job_that_made_them(state: str) -> None:
    written = ask(state, "a tag", "--preview")

    assert "description: build/release-notes.md" in written
    assert "> build/release-notes.md" in written


def test_jobs_run_in_debians_image_or_gitlabs_own_and_never_what_runs_them_here(state: str) -> None:
    written = ask(state, "a tag", "--preview")

    assert set(re.findall(r"image:\s+name: (\S+)$", written, re.MULTILINE)) == {"$JOB_IMAGE", "$GLAB_IMAGE"}
    assert set(re.findall(r"_IMAGE: (\S+)$", written, re.MULTILINE)) == {
        "debian:trixie-slim",
        "registry.gitlab.com/gitlab-org/cli:latest",
    }
    assert ".ci/run" not in written
    assert "test-ci" not in written
