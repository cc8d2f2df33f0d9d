"""What CI runs ends in its time, and is red for what is ours alone. Clock, make and podman are made up here."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
QUICK = {"test": 28, "image": 4, "test-image": 8, "test-ci": 20}


class Machine:
    """A clone in which each target of make takes so many minutes, and ends as it is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clone = folder / "clone"
        (self.clone / ".ci").mkdir(parents=True)
        (self.clone / "build" / "image").mkdir(parents=True)
        shutil.copy(TOP / ".ci" / "run", self.clone / ".ci")
        self.clock = folder / "clock"
        self.clock.write_text("1000000")
        self.program("date", f"cat {self.clock}")
        self.program("dpkg-query", "true")
        self.program("id", "echo 0")
        self.program("df", "printf 'Filesystem 1G-blocks Used Available\\n/ 90 10 80 1%% /\\n'")
        for name in ("base", "build", "probe"):
            self.program(str(self.clone / "container" / name), "true")

    def program(self, name: str, text: str) -> None:
        place = self.folder / "bin" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"#!/bin/sh\n{text}\n")
        place.chmod(0o755)

    def run(self, minutes: dict[str, int], *, fails: str = "", away: str = "") -> tuple[int, list[str], list[str]]:
        """Its exit code, what it says, and the targets that it made."""
        asked = self.folder / "asked"
        took = "\n".join(f"{name}) took={number} ;;" for name, number in minutes.items())
        broken = f'[ "$1" != "{fails}" ] || {{ {f"echo {away} >build/image/away; " if away else ""}exit 2; }}' if fails else ""
        self.program(
            "make",
            f"echo $1 >>{asked}\ntook=0\ncase $1 in\n{took}\nesac\n"
            f"echo $(($(cat {self.clock}) + 60 * took)) >{self.clock}\n{broken}",
        )
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run(
            [self.clone / ".ci" / "run"], env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
        )
        made = [name for name in asked.read_text().split() if name in minutes]
        return done.returncode, [line.removeprefix("run: ") for line in done.stdout.splitlines()], made


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_all_of_it_is_run_and_each_part_says_how_long_it_took(machine: Machine) -> None:
    assert machine.run(QUICK) == (
        0,
        [
            "make test: 28 min",
            "make image: 4 min, 32 in all",
            "make test-image BUILT=1: 8 min, 40 in all",
            "make test-ci: 20 min, 60 in all",
        ],
        ["test", "image", "test-image", "test-ci"],
    )


@pytest.mark.parametrize(
    ("minutes", "made", "reason"),
    [
        (
            70,
            ["test"],
            "the image is not built and tested here: it takes about 29 minutes on this machine, and 15 of 85 are left",
        ),
        (
            48,
            ["test", "image", "test-image"],
            "the pipeline is not run here: it takes about 30 minutes on this machine, and 25 of 85 are left",
        ),
    ],
)
def test_what_would_not_end_in_time_is_not_begun(machine: Machine, minutes: int, made: list[str], reason: str) -> None:
    code, said, targets = machine.run(QUICK | {"test": minutes})

    assert (code, said[-1], targets) == (0, reason, made)


@pytest.mark.parametrize(("test", "code", "said"), [(28, 0, "it was ended after 45 minutes"), (10, 1, "does not end")])
def test_a_part_that_takes_too_long_is_ended_and_red_if_it_had_time_enough(
    machine: Machine, test: int, code: int, said: str
) -> None:
    machine.program("timeout", 'shift 3; [ "$2" != test-ci ] || exit 124; exec "$@"')

    ended, lines, _ = machine.run(QUICK | {"test": test})

    assert ended != 0 if code else ended == 0
    assert said in lines[-1]


@pytest.mark.parametrize("part", QUICK)
def test_what_is_broken_is_red(machine: Machine, part: str) -> None:
    assert machine.run(QUICK, fails=part)[0] != 0


def test_a_server_of_somebody_elses_that_is_away_is_the_reason_and_not_red(machine: Machine) -> None:
    code, said, made = machine.run(QUICK, fails="image", away="no answer")

    assert (code, said[-1], made) == (0, "the image is not built and tested here: no answer", ["test", "image"])


def test_settings_of_our_own_that_are_broken_are_red(machine: Machine) -> None:
    machine.program(str(machine.clone / "container" / "base"), "exit 1")

    assert machine.run(QUICK)[0] != 0


def test_a_machine_that_runs_no_containers_says_so(machine: Machine) -> None:
    machine.program(str(machine.clone / "container" / "probe"), "echo no cgroups >&2; exit 1")

    assert machine.run(QUICK)[:2] == (
        0,
        ["make test: 28 min", "the image is not built and tested here: no container can be run: no cgroups"],
    )
