"""The image as a plain client, and as the base of a site's own."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bed import Bed
from conftest import NOWHERE, Start
from containers import podman, run

TOP = Path(__file__).resolve().parents[2]


def test_rucio_and_lakeside_ask_a_real_lake(start: Start, lake: Bed, home: Path) -> None:
    (home / "password").write_text("secret\n")
    (home / "password").chmod(0o644)
    mounts = ["-v", f"{home}:/home/lakeside"]
    settings = {"LAKESIDE_RUCIO_URL": lake["LAKE_RUCIO_URL"], "LAKESIDE_RUCIO_NAME": "lake"}

    def said(*command: str) -> str:
        container = start(*mounts, settings=settings, command=command)
        assert container.ended() == 0, container.log()
        return container.log()

    said("lakeside", "login", "lake", "--user", "alice", "--password-file", "password")
    assert "Hyy_Oct20" in said("lakeside", "search", "ATLAS_LAPP_JEZEQUEL:*")
    assert "data_A.GamGam.root" in said("lakeside", "ls", "ATLAS_LAPP_JEZEQUEL:Hyy_Oct20")
    (home / "rucio.cfg").write_text(
        f"[client]\nrucio_host = {lake['LAKE_RUCIO_URL']}\nauth_host = {lake['LAKE_RUCIO_URL']}\n"
        "auth_type = userpass\nusername = alice\npassword = secret\naccount = alice\n"
    )
    mounts += ["-v", f"{home}/rucio.cfg:/opt/rucio/etc/rucio.cfg:ro"]
    assert "alice" in said("rucio", "whoami")


@pytest.mark.parametrize(
    "tool", ["gfal-copy --version", "xrdcp --version", "voms-proxy-init --version", "python3 -c 'import gfal2'"]
)
def test_the_grids_tools_start_as_anybody(start: Start, image: str, tool: str) -> None:
    container = start(command=("sh", "-c", tool))
    assert container.ended() == 0, container.log()

    without = start(command=("sh", "-c", tool), image=f"{image}-nogrid")
    assert without.ended() != 0


def test_a_command_that_is_not_there_is_said(start: Start) -> None:
    container = start(command=("rucioo",))

    assert container.ended() == 127
    assert "rucioo" in container.log()


@pytest.fixture
def derived(image: str, folder: Path) -> Iterator[str]:
    """A site's own, by two lines."""
    (folder / "settings.yaml").write_text(json.dumps({"instances": {"ours": {"label": "Our lake", "url": NOWHERE}}}))
    (folder / "Containerfile").write_text(f"FROM {image}\nCOPY settings.yaml /etc/lakeside/settings.yaml\n")
    name = "localhost/lakeside-of-a-site:test"
    run("buildah", "build", "-q", "--pull-never", "-t", name, folder)
    yield name
    podman("rmi", "-f", name)


def test_packages_of_a_site_are_installed_as_root_and_used_by_anybody(start: Start, image: str, folder: Path) -> None:
    """As docs/administrator.md says; from a file, as a build here asks no server."""
    with zipfile.ZipFile(folder / "ours-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("ours.py", "print('of our site')\n")
        wheel.writestr("ours-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: ours\nVersion: 1.0\n")
        wheel.writestr("ours-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("ours-1.0.dist-info/RECORD", "")
    (folder / "Containerfile").write_text(
        f"FROM {image}-nogrid\nUSER 0\nCOPY *.whl /tmp/\nRUN pip install --no-cache-dir --no-index /tmp/*.whl\nUSER 1000:100\n"
    )
    name = f"localhost/lakeside-with-packages:{os.getpid()}"
    try:
        run("buildah", "build", "-q", "--pull-never", "--format=docker", "-t", name, folder)
        container = start(image=name, command=("python3", "-c", "import ours"))
        assert container.ended() == 0, container.log()
        assert "of our site" in container.log()
        container.remove()
    finally:
        podman("rmi", "-f", name, check=False)


def test_a_site_derives_its_own_by_two_lines(start: Start, derived: str) -> None:
    container = start(image=derived, settings={})

    assert container.health()["state"] == "ready"
    assert [one["label"] for one in container.get("lakeside/api/v1/instances")["instances"]] == ["Our lake"]
    assert container.healthy() == (True, "")
    assert container.stop() == 0
