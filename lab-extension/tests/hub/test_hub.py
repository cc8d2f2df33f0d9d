"""In a real JupyterHub the user is logged in to the real Rucio by the login to the hub."""

from __future__ import annotations

import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from grid import INSTANCE, grid_service
from jupyterhub_process import Hub, in_environment
from observing import eventually

from jupyterlab_lakeside.places import PREFIX

pytestmark = pytest.mark.timeout(300)  # a hub, its proxy and a server start for each
API = f"/user/alice/lakeside/api/v1/instances/{INSTANCE}"
StartHub = Callable[..., Hub]


@pytest.fixture
def start_hub(tmp_path: Path) -> Iterator[StartHub]:
    """A hub with alice logged in and her server running."""
    hubs: list[Hub] = []

    with tempfile.TemporaryDirectory(prefix="lks-") as sockets:

        def start(may_see_auth_state: bool = True) -> Hub:
            environment = {**grid_service(), "XDG_RUNTIME_DIR": sockets}
            hub = Hub(tmp_path / "hub", environment, may_see_auth_state)
            hubs.append(hub)
            hub.log_in("alice")
            hub.start_server("alice")
            return hub

        yield start
        for hub in hubs:
            hub.end()


def login(hub: Hub) -> dict[str, object]:
    status, body = hub.ask("GET", "/user/alice/lakeside/api/v1/instances")
    assert status == 200, body
    told = body["instances"][0]["login"]
    assert isinstance(told, dict)
    return told


def found_at_hub(hub: Hub) -> dict[str, object]:
    status, body = hub.ask("GET", f"{API}/login/options")
    assert status == 200, body
    told = next(one for one in body["found"] if one["kind"] == "hub")
    assert isinstance(told, dict)
    return told


def service_of(server: psutil.Process) -> psutil.Process:
    return next(one for one in server.children(recursive=True) if "serve" in one.cmdline())


def test_who_logs_in_to_the_hub_is_logged_in_to_rucio_without_a_click(start_hub: StartHub) -> None:
    hub = start_hub()

    told = eventually(lambda: (now := login(hub))["state"] == "logged-in" and now)

    assert isinstance(told, dict)
    assert (told["account"], told["source"]) == ("alice", "hub")
    server = hub.server_of("alice")
    (token,) = Path(in_environment(server, "XDG_RUNTIME_DIR")).glob(f"{PREFIX}*/credentials/bearer_token")
    assert token.read_text().count(".") == 2
    assert stat.S_IMODE(token.stat().st_mode) == 0o600

    secret = in_environment(server, "JUPYTERHUB_API_TOKEN")
    service = service_of(server)
    assert secret
    assert secret not in "\0".join([*service.cmdline(), *service.environ().values()])
    for file in (path for path in hub.log.parent.rglob("*.log*") if path.is_file()):
        assert secret not in file.read_text(errors="replace"), file


def test_a_hub_that_is_down_is_a_sentence_and_ends_no_login(start_hub: StartHub) -> None:
    hub = start_hub()
    eventually(lambda: login(hub)["state"] == "logged-in")

    hub.kill()

    problem = found_at_hub(hub)["problem"]
    assert isinstance(problem, dict)
    assert problem["type"] == "/problems/issuer-unavailable"
    assert "JupyterHub" in str(problem["detail"])
    assert "does not answer" in str(problem["detail"])
    assert login(hub)["state"] == "logged-in"


def test_a_hub_that_does_not_let_its_servers_see_auth_state_is_told_what_to_set(start_hub: StartHub) -> None:
    hub = start_hub(may_see_auth_state=False)

    problem = found_at_hub(hub)["problem"]

    assert isinstance(problem, dict)
    assert "admin:auth_state!user" in str(problem["remedy"])
    assert login(hub)["state"] == "logged-out"
