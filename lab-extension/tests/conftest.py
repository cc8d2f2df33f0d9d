"""What the tests start from: a home, a service (the double or the real one), real Jupyter servers."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jupyter_process import TOP, Jupyter

sys.path.insert(0, str(TOP))

DOUBLE = Path(__file__).with_name("service_double.py")
JARS = (TOP.parent / "build" / "lakeside.jar", *TOP.parent.glob("server/target/server-*-all.jar"))

StartJupyter = Callable[..., Jupyter]


def double_below(folder: Path) -> dict[str, str]:
    """The environment in which the double runs as the service."""
    notes = folder / "notes"
    notes.mkdir()
    java = folder / "java"
    java.write_text(f'#!/bin/sh\nexec {sys.executable} {DOUBLE} "$@"\n')
    java.chmod(0o755)
    return {"LAKESIDE_JAVA": str(java), "LAKESIDE_JAR": str(DOUBLE), "LAKESIDE_DOUBLE_NOTES": str(notes)}


@pytest.fixture
def double(tmp_path: Path) -> dict[str, str]:
    return double_below(tmp_path)


@pytest.fixture
def notes(double: dict[str, str]) -> Path:
    return Path(double["LAKESIDE_DOUBLE_NOTES"])


@pytest.fixture(params=["double", "real service"])
def service(request: pytest.FixtureRequest, double: dict[str, str]) -> dict[str, str]:
    """The double, then the real one."""
    return double if request.param == "double" else real_service()


@pytest.fixture
def real() -> dict[str, str]:
    return real_service()


def real_service() -> dict[str, str]:
    jar = next((jar for jar in JARS if jar.is_file()), None)
    if jar is None:
        pytest.skip("the service is not built: `make build`, or `mvn package`")
    return {"LAKESIDE_JAR": str(jar), "LAKESIDE_RUCIO_URL": "http://127.0.0.1:9"}


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """One Jupyter server with the double behind it, for all tests of a module that do not harm it."""
    folder = tmp_path_factory.mktemp("shared")
    server = Jupyter(folder / "home", double_below(folder), "--ServerApp.base_url=/user/ada/")
    yield server
    server.end()


@pytest.fixture
def start_jupyter(tmp_path: Path) -> Iterator[StartJupyter]:
    """Starts Jupyter servers in one home; they end with the test. The socket's folder gets a short name."""
    servers: list[Jupyter] = []

    with tempfile.TemporaryDirectory(prefix="lks-") as sockets:

        def start(service: dict[str, str], *arguments: str, program: str = "jupyter_server") -> Jupyter:
            places = {"XDG_RUNTIME_DIR": sockets}
            servers.append(Jupyter(tmp_path / "home", places | service, *arguments, program=program))
            return servers[-1]

        yield start
        for server in servers:
            server.end()
