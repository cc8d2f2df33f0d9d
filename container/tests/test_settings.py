"""Settings that are missing, unreadable or wrong: JupyterLab starts, and all that is wrong is listed."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from conftest import NOWHERE, Start
from containers import Container, run

FAKETIME = Path(f"/usr/lib/{platform.machine()}-linux-gnu/faketime/libfaketime.so.1")


def faults(container: Container) -> str:
    """What the panel lists."""
    health = container.health()
    assert health["state"] == "misconfigured"
    assert container.healthy() == (True, ""), "it answers, and that is what can be restarted"
    assert "Jupyter Server" in container.log()
    return " ".join(problem["detail"] for problem in health["problems"])


def test_without_any_settings_it_names_the_file_that_is_missing(start: Start) -> None:
    assert "/etc/lakeside/settings.yaml does not exist" in faults(start(settings={}))


def test_a_settings_file_that_cannot_be_read_is_named(start: Start, folder: Path) -> None:
    (folder / "settings.yaml").touch(mode=0o600)  # root's

    assert "/etc/lakeside/settings.yaml does not exist or cannot be read" in faults(
        start("-v", f"{folder}:/etc/lakeside:ro", settings={})
    )


def test_a_folder_that_may_not_be_looked_into_is_not_passed_over(start: Start, folder: Path) -> None:
    (folder / "site").mkdir(mode=0o700)  # root's

    assert "/etc/lakeside/settings.yaml does not exist or cannot be read" in faults(
        start("-v", f"{folder}/site:/etc/lakeside:ro", settings={"LAKESIDE_RUCIO_URL": NOWHERE})
    )


@pytest.mark.parametrize("text", ["instances: [", "just words", "\0"])
def test_a_settings_file_of_another_form_is_named(start: Start, folder: Path, text: str) -> None:
    (folder / "settings.yaml").write_text(text)

    assert "the settings file /etc/lakeside/settings.yaml is not" in faults(
        start("-v", f"{folder}:/etc/lakeside:ro", settings={})
    )


def test_all_that_is_wrong_is_named_at_once(start: Start, folder: Path) -> None:
    (folder / "settings.yaml").write_text("transfers_at_once: many\ninstancez: {}\nca_files: [/nowhere/ca.pem]\n")

    said = faults(start("-v", f"{folder}:/etc/lakeside:ro", settings={"LAKESIDE_RUCIO_TIMEOUT": "soon"}))

    for fault in ("is 'many'", "'instancez' is not a key", "/nowhere/ca.pem does not exist", "LAKESIDE_RUCIO_TIMEOUT is 'soon'"):
        assert fault in said


@pytest.mark.parametrize("place", ["/etc/lakeside", "/opt/site"])
def test_a_mounted_file_and_the_environment_are_both_read(start: Start, folder: Path, place: str) -> None:
    instances = {"lake": {"label": "Little lake", "url": NOWHERE}}
    (folder / "settings.yaml").write_text(json.dumps({"instances": instances}))
    named = {} if place == "/etc/lakeside" else {"LAKESIDE_SETTINGS": f"{place}/settings.yaml"}

    container = start(
        "-v", f"{folder}:{place}:ro", settings={"LAKESIDE_RUCIO_URL": NOWHERE, "LAKESIDE_RUCIO_NAME": "other"} | named
    )

    assert container.health()["state"] == "ready"
    known = [instance["name"] for instance in container.get("lakeside/api/v1/instances")["instances"]]
    assert sorted(known) == ["lake", "other"]


@pytest.mark.parametrize("clock", ["-20y", "+20y"])
@pytest.mark.skipif(not FAKETIME.is_file(), reason="libfaketime is not installed")
def test_with_a_wrong_clock_it_starts_and_works(start: Start, home: Path, clock: str) -> None:
    wrong: Mapping[str, str] = {
        "LD_PRELOAD": "/faketime.so",
        "FAKETIME": clock,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "LAKESIDE_RUCIO_URL": NOWHERE,
    }
    container = start("-v", f"{FAKETIME}:/faketime.so:ro", "-v", f"{home}:/home/lakeside", settings=wrong)
    assert container.health()["state"] == "ready"
    year = run("podman", "exec", container.name, "date", "+%Y").stdout
    assert abs(int(year) - date.today().year) >= 19
    assert container.stop() == 0

    again = start("-v", f"{home}:/home/lakeside")
    assert again.health()["state"] == "ready", "what was written then does no harm now"
