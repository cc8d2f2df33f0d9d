"""On the grid: what a site has of authorities and VOMS servers is mounted, and the rest goes by itself."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from bed import Bed
from conftest import TOP, Start
from containers import Container, eventually

VO = "escape.test"
MEMBER = "40"  # seconds that a membership lasts: it is renewed when three quarters of them are over
PROXY = "/tmp/lakeside-*/.lakeside-socket-*/credentials/x509_proxy"


@pytest.fixture(scope="module")
def grid() -> Iterator[Bed]:
    tool = TOP / "testbed" / "gridlake"
    if subprocess.run([tool, "installed"], check=False).returncode != 0:
        installed = subprocess.run([tool, "install"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if installed.returncode != 0:
            pytest.skip(f"the Debian packages of the grid could not be installed: {installed.stderr[-300:]}")
    with Bed("gridlake", "--rucio", without="GRID_", GRID_NAME="image/grid", GRID_VOMS_LONGEST=MEMBER, TMPDIR="/tmp") as grid:
        yield grid


@pytest.fixture
def mounts(grid: Bed, home: Path) -> list[str]:
    """As docs/administrator.md says."""
    return [
        *("-v", f"{home}:/home/lakeside"),
        *("-v", f"{grid['X509_CERT_DIR']}:/etc/grid-security/certificates:ro"),
        *("-v", f"{grid['X509_VOMS_DIR']}:/etc/grid-security/vomsdir:ro"),
        *("-v", f"{grid['VOMS_USERCONF']}:/etc/vomses:ro"),
    ]


def given(content: bytes, file: Path, user: str) -> None:
    """As its owner keeps it: for no one else."""
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    file.chmod(0o600)
    for path in (file, file.parent):
        os.chown(path, int(user.split(":")[0]), 0)


def proxy(container: Container) -> str:
    return container.execute("sh", "-c", f"cat {PROXY} 2>/dev/null || true")


def test_a_certificate_in_its_usual_place_becomes_a_proxy_that_storages_take_and_that_renews_itself(
    start: Start, grid: Bed, mounts: list[str], home: Path, user: str
) -> None:
    for name, usual in (("usercert.pem", "usercert.pem"), ("userkey.plain.pem", "userkey.pem")):
        given(Path(grid["GRID_USERS"], "alice", name).read_bytes(), home / ".globus" / usual, user)
    settings = {"LAKESIDE_RUCIO_URL": grid["GRID_RUCIO_URL"], "LAKESIDE_RUCIO_NAME": "grid", "LAKESIDE_RUCIO_VOMS": VO}

    container = start(*mounts, settings=settings)
    assert container.health()["state"] == "ready"
    assert eventually(lambda: proxy(container)), container.log()
    first = proxy(container)

    file = Path(grid.run("storage", "path", "a", "/lake/data/1M.bin").strip())
    expected = hashlib.sha256(file.read_bytes()).hexdigest()
    for copy in ("xrdcp -s -f", "gfal-copy -f"):
        address = f"{grid['GRID_A_ROOT']}/lake/data/1M.bin"
        said = container.execute(
            "sh",
            "-c",
            f"export X509_USER_PROXY=$(echo {PROXY}); {copy} {address} file:///tmp/copy >&2 && sha256sum </tmp/copy && rm /tmp/copy",
        )
        assert said.split()[0] == expected, copy
    assert VO in container.execute("sh", "-c", f"voms-proxy-info -file {PROXY} -vo")
    assert "/grid/root.2" in container.execute("lakeside", "get", "grid:root")

    assert eventually(lambda: proxy(container) not in ("", first), 180), "renewed without anybody"


def test_a_proxy_that_was_made_elsewhere_logs_the_plain_client_in(
    start: Start, grid: Bed, mounts: list[str], home: Path, user: str
) -> None:
    made = grid.run("voms", "proxy", "alice", "--voms", VO)
    assert made is not None
    given(Path(grid["GRID_PROXIES"], "alice.pem").read_bytes(), home / "proxy" / "x509up", user)
    settings = {"LAKESIDE_RUCIO_URL": grid["GRID_RUCIO_URL"], "LAKESIDE_RUCIO_NAME": "grid"}

    container = start(*mounts, settings=settings, command=("lakeside", "login", "--proxy", "/home/lakeside/proxy/x509up"))

    assert container.ended() == 0, container.log()
    assert "alice" in container.log()
