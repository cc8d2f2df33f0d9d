import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_sample import masses, write

TOP = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def six_files() -> list[str]:
    """The test bed's twin of ATLAS_LAPP_JEZEQUEL:Hyy_Oct20, made once and kept in its cache."""
    made = subprocess.run(
        [TOP / "testbed" / "opendata", "path"],
        env=os.environ | {"LAKE_DATA_PYTHON": sys.executable},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    files = sorted(str(path) for path in Path(made.stdout.strip()).glob("*.root"))
    assert len(files) == 6
    return files


@pytest.fixture
def data(tmp_path: Path) -> str:
    return write(tmp_path / "data_A.GamGam.root", masses(400, 6000))


@pytest.fixture
def small_files(data: str, tmp_path: Path) -> list[str]:
    return [
        data,
        write(
            tmp_path / "mc_343981.ggH125_gamgam.GamGam.root",
            masses(500),
            cross_section=0.1,
            sum_of_weights=1000,
        ),
    ]
