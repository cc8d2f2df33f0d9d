"""The arithmetic of the figures and the form in which they are written: what a median is of, which way a target points."""

import json
from pathlib import Path

import pytest

from measure.figures import Figure, missed, table, write

FASTER = Figure("download.http", [1.2, 9.0, 1.1], "s", [1.0, 1.0, 4.0], target=1.4)
TOO_BIG = Figure("service.memory", [160.0], "MB", target=150)
FREE = Figure("download.small-files", [3.0, 2.0], "s")


def test_a_figure_is_the_median_of_its_rounds_so_that_one_bad_round_does_not_count() -> None:
    assert FASTER.ours == 1.2
    assert FASTER.other == 1.0
    assert FASTER.ratio == pytest.approx(1.2)


def test_a_target_is_for_the_ratio_where_there_is_somebody_else_and_for_ours_otherwise() -> None:
    assert FASTER.holds is True
    assert Figure("slower", [1.5], "s", [1.0], target=1.4).holds is False
    assert TOO_BIG.holds is False
    assert Figure("exactly", [150.0], "MB", target=150).holds is True
    assert FREE.holds is None


def test_every_written_row_has_the_same_seven_keys(tmp_path: Path) -> None:
    write([FASTER, TOO_BIG, FREE], tmp_path / "new" / "bench.json")

    assert json.loads((tmp_path / "new" / "bench.json").read_text()) == [
        {"name": "download.http", "ours": 1.2, "other": 1.0, "ratio": 1.2, "unit": "s", "target": 1.4, "holds": True},
        {"name": "service.memory", "ours": 160.0, "other": None, "ratio": None, "unit": "MB", "target": 150, "holds": False},
        {"name": "download.small-files", "ours": 2.5, "other": None, "ratio": None, "unit": "s", "target": None, "holds": None},
    ]


def test_nothing_measured_is_an_empty_list(tmp_path: Path) -> None:
    write([], tmp_path / "bench.json")

    assert json.loads((tmp_path / "bench.json").read_text()) == []


def test_the_table_shows_unit_target_and_spread() -> None:
    head, http, memory, free = table([FASTER, TOO_BIG, FREE]).splitlines()

    assert head.split() == ["what", "ours", "other", "ratio", "target", "holds", "rounds"]
    assert " ".join(http.split()) == "download.http 1.2 s 1 s 1.2 × 1.4 × yes 3: 1.1 … 9"
    assert " ".join(memory.split()) == "service.memory 160 MB 150 MB NO 1: 160 … 160"
    assert " ".join(free.split()) == "download.small-files 2.5 s 2: 2 … 3"


def test_one_line_names_the_targets_that_were_missed() -> None:
    assert missed([FASTER, TOO_BIG, FREE]) == "1 of 2 targets missed: service.memory"
    assert missed([FASTER, FREE]) == ""
