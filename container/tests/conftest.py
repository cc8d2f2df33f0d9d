"""What the tests start from: the image that was built, containers that end with the test, homes for them."""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pytest
from containers import Container, home_for

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "testbed" / "demo"))
from bed import Bed  # noqa: E402  (the demo's helper)

NOWHERE = "http://127.0.0.1:9"  # a Rucio where nobody listens


class Start(Protocol):
    def __call__(
        self,
        *options: str | Path,
        user: str = ...,
        settings: Mapping[str, str] | None = ...,
        command: tuple[str, ...] = ...,
        image: str = ...,
    ) -> Container: ...


@pytest.fixture(scope="session")
def image() -> str:
    return os.environ["LAKESIDE_IMAGE"]


@pytest.fixture(scope="session")
def lake() -> Iterator[Bed]:
    with Bed("lake", without="LAKE_", LAKE_HOME=str(TOP / "build" / "image" / "lake")) as lake:
        yield lake


@pytest.fixture
def user() -> str:
    """One that no image knows."""
    return f"{random.randrange(20_000, 60_000)}:0"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Open to the users of containers, other than pytest's own."""
    with tempfile.TemporaryDirectory(prefix="lakeside-image-") as path:
        Path(path).chmod(0o755)
        yield Path(path)


@pytest.fixture
def home(folder: Path, user: str) -> Path:
    return home_for(user, folder / "home")


@pytest.fixture
def start(image: str, user: str, folder: Path) -> Iterator[Start]:
    """Starts containers with a Rucio that does not answer, unless settings are given; they end with the test, before the `folder` goes."""
    ours: list[Container] = []
    default, anybody = image, user

    def started(
        *options: str | Path,
        user: str = anybody,
        settings: Mapping[str, str] | None = None,
        command: tuple[str, ...] = (),
        image: str = default,
    ) -> Container:
        given = {"LAKESIDE_RUCIO_URL": NOWHERE} if settings is None else settings
        ours.append(Container(image, *options, user=user, settings=given, command=command))
        return ours[-1]

    yield started
    for container in ours:
        container.remove()
