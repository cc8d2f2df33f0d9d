"""Proxy and token of a login at the real Rucio, as notebooks and terminals have them."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

from conftest import StartJupyter
from grid import INSTANCE, grid_service, gridlake
from inside_jupyter import kernel, terminal_says
from jupyter_process import TOKEN, Jupyter
from observing import eventually

LOGIN = f"lakeside/api/v1/instances/{INSTANCE}/login"
MARKED = {"Authorization": f"token {TOKEN}", "X-Lakeside": "1", "Content-Type": "application/json"}
# The subject, as a tool that is told no file would show it; and the file's mode.
LOOK = "openssl x509 -noout -subject -in $X509_USER_PROXY; stat -c %a $X509_USER_PROXY"


def log_in(jupyter: Jupyter, **body: str) -> None:
    reply = jupyter.ask("POST", LOGIN, json.dumps(body).encode(), MARKED)
    assert reply.status == 200, reply.body
    assert reply.json()["state"] == "logged-in"


def test_a_notebook_that_runs_has_the_proxy_after_the_login_and_not_after_the_logout(
    start_jupyter: StartJupyter,
) -> None:
    jupyter = start_jupyter(grid_service(), program="jupyterlab")
    jupyter.service_pid()
    person = Path(os.environ["GRID_USERS"]) / "bob"

    with kernel(jupyter) as notebook:
        proxy = Path(notebook.variable("X509_USER_PROXY"))
        assert notebook.says("print(os.path.exists(os.environ['X509_USER_PROXY']))") == "False"

        log_in(jupyter, kind="x509", file=str(person / "usercert.pem"), key=str(person / "userkey.pem"))

        assert "PRIVATE KEY" in notebook.says("print(open(os.environ['X509_USER_PROXY']).read())")
        assert stat.S_IMODE(proxy.stat().st_mode) == 0o600
        assert stat.S_IMODE(proxy.parent.stat().st_mode) == 0o700
        subject, mode = terminal_says(jupyter, LOOK).split("\n")
        assert "CN = Bob" in subject.replace("CN=", "CN = ")
        assert mode == "600"

        assert jupyter.ask("DELETE", LOGIN, headers=MARKED).status == 200

        assert notebook.says("print(os.path.exists(os.environ['X509_USER_PROXY']))") == "False"
        assert not list(proxy.parent.glob("*"))


def test_a_notebook_finds_the_token_that_the_user_has_set_for_jupyter_under_our_name(
    start_jupyter: StartJupyter, tmp_path: Path
) -> None:
    token = gridlake("idp", "token", "alice")
    own = tmp_path / "token-of-alice"
    own.write_text(token)
    own.chmod(0o600)
    jupyter = start_jupyter({**grid_service(), "BEARER_TOKEN_FILE": str(own)})
    jupyter.service_pid()

    with kernel(jupyter) as notebook:
        file = Path(notebook.variable("BEARER_TOKEN_FILE"))

        eventually(file.exists)

        assert file != own
        assert notebook.says("print(open(os.environ['BEARER_TOKEN_FILE']).read().strip())") == token
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
