"""`pip install` of the wheel into an empty environment with JupyterLab is all that a user does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from eventually import eventually

TOP = Path(__file__).resolve().parents[2]
LIMIT = 90.0  # seconds for a server to say something
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@pytest.fixture(scope="module")
def wheel() -> Path:
    (found,) = (TOP / "build" / "dist").glob("jupyterlab_lakeside-*.whl")
    return found


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the JupyterLab of our own tests and the wheel, with what the wheel asks for."""
    folder = tmp_path_factory.mktemp("user") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pins = (TOP / "lab-extension" / "requirements-dev.txt").read_text()
    lab = re.search(r"^jupyterlab==.*$", pins, re.MULTILINE)
    assert lab is not None
    pip: list[str | Path] = [folder / "bin" / "python", "-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check"]
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(line for line in pins.splitlines() if "==" in line))
    subprocess.run([*pip, "-c", constraints, lab.group(), wheel], check=True)
    return folder


def clean() -> dict[str, str]:
    """No Java and no Node on the user's side."""
    return {"PATH": "/nonexistent", "LANG": "C.UTF-8"}


@pytest.fixture(scope="module")
def server(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("home")
    arguments = ["--no-browser", "--ip=127.0.0.1", "--port=0", "--IdentityProvider.token=t", "--allow-root"]
    variables = clean() | {"HOME": str(home), "LAKESIDE_RUCIO_URL": "http://127.0.0.1:9", "LAKESIDE_AOT_CACHE": "off"}
    log = home / "log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [environment / "bin" / "python", "-m", "jupyterlab", *arguments], env=variables, cwd=home, stdout=sink, stderr=sink
        )
    try:
        eventually(lambda: ADDRESS.search(log.read_text()) or process.poll() is not None, LIMIT)
        address = ADDRESS.search(log.read_text())
        assert address is not None, log.read_text()
        yield address.group()
    finally:
        process.terminate()
        process.wait(LIMIT)


def get(url: str) -> object:
    request = urllib.request.Request(url, headers={"Authorization": "token t"})
    with urllib.request.urlopen(request, timeout=LIMIT) as answer:
        return json.loads(answer.read())


def test_jupyterlab_lists_the_panel_and_the_server_extension(environment: Path, tmp_path: Path) -> None:
    def listing(*command: str) -> str:
        run = subprocess.run(
            [environment / "bin" / "python", "-m", *command],
            env=clean() | {"HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stdout + run.stderr

    assert re.search(r"jupyterlab-lakeside v\S+ .*enabled.*OK", listing("jupyter", "labextension", "list"))
    assert re.search(r"jupyterlab_lakeside\S* .*OK", listing("jupyter", "server", "extension", "list"))


def test_the_service_answers_with_the_wheels_own_java(server: str) -> None:
    def asked() -> object:
        try:
            return get(f"{server}/lakeside/api/v1/health")
        except urllib.error.URLError:
            return None

    health = eventually(asked, LIMIT)

    assert isinstance(health, dict)
    assert health["state"] == "ready"


def test_the_wheel_holds_no_sources_of_the_panel_and_the_jar_once(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert [name for name in names if name.endswith(".jar")] == ["jupyterlab_lakeside/lakeside.jar"]
    assert not [name for name in names if "node_modules" in name or name.endswith(".tsx")]


def test_two_builds_of_the_same_tree_are_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "-w", "-n", "-o", tmp_path, TOP / "lab-extension"],
        check=True,
        capture_output=True,
        env=os.environ,
    )
    (again,) = tmp_path.glob("*.whl")

    assert again.read_bytes() == wheel.read_bytes()
