"""What kernels and terminals are told, and that the service still sees what the user has set."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest
from conftest import StartJupyter
from inside_jupyter import kernel, terminal_says
from jupyter_process import Jupyter

from jupyterlab_lakeside.kernels import KernelVariables
from jupyterlab_lakeside.places import PREFIX

NAMES = ("X509_USER_PROXY", "BEARER_TOKEN_FILE")
Service = dict[str, str]


def credentials_of(jupyter: Jupyter) -> Path:
    (folder,) = jupyter.sockets.glob(f"{PREFIX}*")
    return folder / "credentials"


def test_new_kernels_look_into_the_services_folder() -> None:
    environ = {"HOME": "/home/ada"}

    KernelVariables(environ).point_below(Path("/run/s"))

    assert environ == {
        "HOME": "/home/ada",
        "X509_USER_PROXY": "/run/s/credentials/x509_proxy",
        "BEARER_TOKEN_FILE": "/run/s/credentials/bearer_token",
    }


@pytest.mark.parametrize("own", [{}, {"X509_USER_PROXY": "/tmp/mine"}, {"BEARER_TOKEN_FILE": "", "BEARER_TOKEN": "t"}])
def test_the_service_sees_the_environment_as_the_user_has_set_it(own: dict[str, str]) -> None:
    environ = dict(own)
    kernels = KernelVariables(environ)

    kernels.point_below(Path("/run/s"))
    kernels.point_below(Path("/run/other"))

    assert environ["X509_USER_PROXY"] == "/run/other/credentials/x509_proxy"
    assert kernels.of_user() == own
    kernels.take_back()
    assert environ == own


def test_what_is_set_after_us_is_the_users_too() -> None:
    environ = {"X509_USER_PROXY": "/tmp/first"}
    kernels = KernelVariables(environ)
    kernels.point_below(Path("/run/s"))

    environ["X509_USER_PROXY"] = "/tmp/second"

    assert kernels.of_user() == {"X509_USER_PROXY": "/tmp/second"}
    kernels.take_back()
    assert environ == {"X509_USER_PROXY": "/tmp/second"}


def test_a_notebook_and_a_terminal_find_the_services_names_and_the_service_the_users(
    start_jupyter: StartJupyter, double: Service
) -> None:
    own = {"X509_USER_PROXY": "/tmp/mine", "BEARER_TOKEN": "of-ada"}
    jupyter = start_jupyter({**double, **own}, program="jupyterlab")
    jupyter.service_pid()
    credentials = credentials_of(jupyter)
    told = {"X509_USER_PROXY": str(credentials / "x509_proxy"), "BEARER_TOKEN_FILE": str(credentials / "bearer_token")}

    with kernel(jupyter) as notebook:
        assert {name: notebook.variable(name) for name in NAMES} == told
    in_terminal = terminal_says(jupyter, 'echo "$X509_USER_PROXY"; echo "$BEARER_TOKEN_FILE"')
    of_service = json.loads((jupyter.notes / "environment").read_text())

    assert in_terminal.split("\n") == [told[name] for name in NAMES]
    assert {name: of_service[name] for name in own} == own
    assert "BEARER_TOKEN_FILE" not in of_service


def test_where_no_service_can_start_a_terminal_has_what_the_user_has_set(
    start_jupyter: StartJupyter, double: Service, tmp_path: Path
) -> None:
    broken = {**double, "LAKESIDE_JAVA": str(tmp_path / "no-java"), "X509_USER_PROXY": "/tmp/mine"}
    jupyter = start_jupyter(broken, program="jupyterlab")
    assert jupyter.ask("GET", "lakeside/api/v1/health").status == 503

    assert terminal_says(jupyter, 'echo "$X509_USER_PROXY ${BEARER_TOKEN_FILE-unset}"') == "/tmp/mine unset"


def test_the_names_outlive_a_service_that_was_killed(start_jupyter: StartJupyter, double: Service) -> None:
    jupyter = start_jupyter(double)
    first = jupyter.service_pid()
    before = credentials_of(jupyter)

    os.kill(first, signal.SIGKILL)

    assert jupyter.service_pid() != first
    with kernel(jupyter) as notebook:
        assert notebook.variable("X509_USER_PROXY") == str(before / "x509_proxy")


def test_two_servers_in_one_home_tell_their_kernels_different_names(
    start_jupyter: StartJupyter, double: Service
) -> None:
    one, other = start_jupyter(double), start_jupyter(double)
    one.service_pid()
    other.service_pid()

    with kernel(one) as first, kernel(other) as second:
        told = {notebook.variable(name) for notebook in (first, second) for name in NAMES}

    assert len(told) == 4
