"""The image starts closed, as anybody, and ends when it is told to."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from conftest import NOWHERE, Start
from containers import LONG, eventually

SOON = 2.0  # seconds from SIGTERM to the end


@pytest.mark.parametrize("kind", ["", "-nogrid"])
def test_starts_as_a_user_that_no_image_knows_on_a_read_only_root_and_ends_with_0(
    start: Start, image: str, home: Path, kind: str
) -> None:
    container = start("-v", f"{home}:/home/lakeside", image=image + kind)

    assert container.health()["state"] == "ready"
    assert container.healthy() == (True, "")
    assert container.files() == {"notebooks"}
    assert container.stop() == 0
    assert "Traceback" not in container.log()
    assert "INFO ServeCommand: lakeside" in container.log(), "the service's log is the container's, too"


def test_jupyters_login_stays_on(start: Start) -> None:
    container = start()
    container.health()

    with urllib.request.urlopen(f"{container.url}/lab", timeout=LONG) as page:
        assert "/login" in page.url
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{container.url}/lakeside/api/v1/health", timeout=LONG)


def test_without_a_token_it_makes_one_and_says_so_in_its_log(start: Start) -> None:
    container = start(settings={"JUPYTER_TOKEN": "", "LAKESIDE_RUCIO_URL": NOWHERE})

    assert eventually(lambda: "/lab?token=" in container.log())


def test_is_unwell_when_the_service_does_not_run(start: Start) -> None:
    container = start(settings={"LAKESIDE_RUCIO_URL": NOWHERE, "LAKESIDE_JAVA": "/nonexistent/java"})

    assert eventually(lambda: "the Lakeside service does not answer" in container.healthy()[1])


def test_the_service_starts_from_its_cache_or_says_that_it_cannot(start: Start) -> None:
    container = start(settings={"JAVA_TOOL_OPTIONS": "-XX:AOTMode=on"}, command=("lakeside", "--version"))

    assert container.ended() == 0
    assert "lakeside 0." in container.log()


def test_without_a_home_it_works_on_a_tmp_from_which_nothing_may_be_executed(start: Start) -> None:
    """As docker's own `--tmpfs /tmp` is: SQLite's library has to come from somewhere else."""
    container = start("--tmpfs=/tmp:rw,noexec,nosuid,nodev,size=64m")
    assert container.health()["state"] == "ready"

    assert container.get("lakeside/api/v1/downloads")["downloads"] == []
    assert "UnsatisfiedLinkError" not in container.log()


def test_a_home_from_which_nothing_may_be_executed_is_as_good_as_any(start: Start, home: Path) -> None:
    container = start("-v", f"{home}:/home/lakeside:noexec", "--tmpfs=/tmp:rw,noexec,nosuid,nodev,size=64m")
    assert container.health()["state"] == "ready"

    assert container.get("lakeside/api/v1/downloads")["downloads"] == []
    assert not (home / ".local" / "state" / "lakeside" / "native").exists()


def test_an_address_of_a_users_own_is_jupyters_argument(start: Start) -> None:
    container = start(command=("--ServerApp.ip=127.0.0.1", "--ServerApp.base_url=/jdoe/"))

    assert eventually(lambda: container.healthy() == (True, ""))
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{container.url}/jdoe/lakeside/api/v1/health", timeout=LONG)


def test_a_socket_in_place_of_a_port_is_looked_at_too(start: Start) -> None:
    container = start(command=("--ServerApp.sock=/tmp/jupyter.sock",))

    assert eventually(lambda: container.healthy() == (True, ""))


def test_what_the_site_says_of_jupyter_comes_first(start: Start, folder: Path) -> None:
    (folder / "jupyter_server_config.json").write_text('{"ServerApp": {"base_url": "/site/"}}')
    container = start("-v", f"{folder}:/etc/lakeside/jupyter:ro")

    assert eventually(lambda: container.healthy() == (True, ""))
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{container.url}/site/lakeside/api/v1/health", timeout=LONG)


def test_two_of_one_user_with_one_home_and_one_tmp_leave_each_other_alone(start: Start, folder: Path, home: Path) -> None:
    temporary = folder / "tmp"
    temporary.mkdir()
    temporary.chmod(0o1777)
    shared = ("-v", f"{home}:/home/lakeside", "-v", f"{temporary}:/tmp")
    first = start(*shared)
    first.health()
    kernel = first.call("POST", "api/kernels", {"name": "python3"})["id"]

    second = start(*shared)
    second.health()

    assert first.healthy() == second.healthy() == (True, "")
    assert first.call("POST", f"api/kernels/{kernel}/restart")["id"] == kernel
    assert second.stop() == 0
    assert eventually(lambda: first.healthy() == (True, ""))


def test_ends_with_0_while_a_kernel_runs(start: Start, home: Path) -> None:
    container = start("-v", f"{home}:/home/lakeside")
    container.health()
    kernel = container.call("POST", "api/kernels", {"name": "python3"})["id"]
    assert eventually(lambda: container.get(f"api/kernels/{kernel}")["execution_state"] in ("idle", "starting"))

    assert container.stop() == 0


def test_is_gone_two_seconds_after_a_sigterm(start: Start, home: Path) -> None:
    """The best of five: the machine may have other things to do."""
    took: list[float] = []
    while len(took) < 5 and (not took or min(took) >= SOON):
        container = start("-v", f"{home}:/home/lakeside")
        assert container.health()["state"] == "ready"
        code, seconds = container.terminated()
        assert code == 0
        took.append(seconds)

    assert min(took) < SOON, took


def entered(pid: int) -> bool:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text() != ""


def loads(pid: int) -> bool:
    """Python has begun; it does not listen to signals yet."""
    (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[:1] or ("self",)
    return b"jupyter-lab" in Path(f"/proc/{child}/cmdline").read_bytes()


def listens(pid: int) -> bool:
    return any(Path("/proc", str(pid), "root", "tmp").glob("lakeside-*/jupyter-*/jpserver-*.json"))


@pytest.mark.parametrize("moment", [entered, loads, listens])
def test_ends_with_0_at_any_moment_of_its_start(start: Start, moment: Callable[[int], bool]) -> None:
    container = start()
    assert eventually(partial(moment, container.pid))

    assert container.terminated()[0] == 0


def test_a_taken_port_ends_it_with_a_sentence_that_names_the_port(start: Start, home: Path) -> None:
    first = start()
    first.health()
    second = start("-v", f"{home}:/home/lakeside", settings={"LAKESIDE_RUCIO_URL": NOWHERE, "JUPYTER_PORT": str(first.port)})

    assert second.ended() == 1
    assert f"port {first.port} is already in use" in second.log()
    assert {path.name for path in home.iterdir()} <= {".local", ".ipython", ".jupyter", ".cache", "notebooks"}
