"""The grid of the test bed, if it is up: Rucio that takes proxies and tokens, an identity provider."""

from __future__ import annotations

import os
import subprocess

import pytest
from conftest import real_service

NAMES = ("GRID_TOOL", "GRID_HOME", "GRID_RUCIO_URL", "GRID_CA", "GRID_USERS", "X509_CERT_DIR")
INSTANCE = "grid"


def it_is_up() -> None:
    if not all(name in os.environ for name in NAMES):
        pytest.skip('the grid is not up: testbed/gridlake up --rucio; eval "$(testbed/gridlake env)"')


def grid_service() -> dict[str, str]:
    """The environment of the real service on the grid."""
    it_is_up()
    return real_service() | {
        "LAKESIDE_RUCIO_URL": os.environ["GRID_RUCIO_URL"],
        "LAKESIDE_RUCIO_NAME": INSTANCE,
        "LAKESIDE_CA_FILES": os.environ["GRID_CA"],
        "X509_CERT_DIR": os.environ["X509_CERT_DIR"],
    }


def gridlake(*words: str) -> str:
    it_is_up()
    run = subprocess.run(
        [os.environ["GRID_TOOL"], *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()
