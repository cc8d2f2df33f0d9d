"""The Higgs notebook in a real kernel, with the synthetic open data of the test bed and with small files of known content."""

import json
from pathlib import Path

import pytest
from executed import NOTEBOOK, execute, refusal
from small_sample import masses, write


def test_the_peak_of_the_six_files_is_at_125_gev_and_as_high_as_simulated(
    six_files: list[str], tmp_path: Path
) -> None:
    run = execute(tmp_path, six_files)

    assert run.result["mean_gev"] == pytest.approx(125, abs=1)
    assert run.result["significance"] > 5
    assert len(run.events_expected) == 4
    assert run.result["events_in_peak"] == pytest.approx(sum(run.events_expected.values()), rel=0.5)
    assert (tmp_path / "hyy.png").read_bytes().startswith(b"\x89PNG")


def test_the_last_line_printed_is_the_result(small_files: list[str], tmp_path: Path) -> None:
    run = execute(tmp_path, small_files)

    found = run.result
    assert run.printed[-1] == (
        f"peak at {found['mean_gev']:.1f} ± {found['mean_error_gev']:.1f} GeV, "
        f"{found['significance']:.1f} standard deviations"
    )


def test_cross_section_and_sum_of_weights_in_the_file_decide_what_is_expected(
    data: str, tmp_path: Path
) -> None:
    signal = masses(500)
    ggh = write(
        tmp_path / "mc_343981.ggH125_gamgam.GamGam.root", signal, cross_section=0.1, sum_of_weights=1000
    )
    vbf = write(
        tmp_path / "mc_345041.VBFH125_gamgam.GamGam.root", signal, cross_section=0.2, sum_of_weights=4000
    )

    run = execute(tmp_path, [data, ggh, vbf], luminosity=10.0)

    # events × L × σ / Σw
    assert run.events_expected == {"ggH125_gamgam": 500.0, "VBFH125_gamgam": 250.0}


def test_a_fraction_of_the_files_is_that_fraction_of_the_luminosity(
    small_files: list[str], tmp_path: Path
) -> None:
    whole, half = (execute(tmp_path, small_files, fraction=fraction).result for fraction in (1.0, 0.5))

    assert half["luminosity_fb"] == pytest.approx(whole["luminosity_fb"] / 2)
    assert half["events_selected"] == pytest.approx(whole["events_selected"] / 2, abs=1)
    assert half["events_expected"]["ggH125_gamgam"] == pytest.approx(
        whole["events_expected"]["ggH125_gamgam"] / 2
    )


def test_both_releases_of_the_same_events_give_the_same_result(tmp_path: Path) -> None:
    results = []
    for release, prefix in ((2020, ""), (2025, "ODEO_FEB2025_v0_GamGam_")):
        files = [
            write(tmp_path / f"{prefix}data_A.GamGam.root", masses(400, 6000), release),
            write(tmp_path / f"{prefix}mc_343981.ggH125_gamgam.GamGam.root", masses(500), release, 0.1, 1000),
        ]
        results.append(execute(tmp_path, files, release=release).result)

    old, new = results
    assert old["events_selected"] == new["events_selected"]
    assert old["events_expected"] == new["events_expected"]
    assert old["mean_gev"] == pytest.approx(new["mean_gev"], abs=0.01)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (None, "NameError: hyy_oct20 is not defined. Open the Lakeside panel"),
        ([], "Attach the dataset again"),
        ("/lake/data_A.GamGam.root", "should be a list"),
        (["/lake/notes.txt"], "notes.txt is neither data_… nor mc_…"),
        (
            ["http://127.0.0.1:9/d/x/mc_1.ggH125%20a.root?sig=/data_B"],
            "None of the 1 files in hyy_oct20 is named data_…",
        ),
    ],
)
def test_a_variable_that_cannot_be_used_is_explained(files: object, words: str, tmp_path: Path) -> None:
    assert words in refusal(tmp_path, files)


def test_the_stored_notebook_has_no_outputs_and_knows_its_dataset() -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))

    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert code[0]["metadata"]["tags"] == ["parameters"]
    (attachment,) = notebook["metadata"]["lakeside"]["attachments"]
    assert (attachment["did"], attachment["variable"]) == ("ATLAS_LAPP_JEZEQUEL:Hyy_Oct20", "hyy_oct20")
