"""A JupyterHub of one machine, whose login gets a token of the test bed's identity provider, as an OAuthenticator does.

`HUB` in the environment is what the test wants, as JSON.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from typing import Any

from jupyterhub.auth import DummyAuthenticator  # type: ignore[import-untyped]

wanted = json.loads(os.environ["HUB"])
c = get_config()  # type: ignore[name-defined]  # noqa: F821


class WithToken(DummyAuthenticator):  # type: ignore[misc]
    async def authenticate(self, handler: Any, data: dict[str, str]) -> dict[str, Any]:
        name = data["username"]
        command = [os.environ["GRID_TOOL"], "idp", "token", name]
        process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE)
        token, _ = await process.communicate()
        return {"name": name, "auth_state": {"access_token": token.decode().strip()}}


c.JupyterHub.authenticator_class = WithToken
c.Authenticator.allow_all = True
c.Authenticator.enable_auth_state = True

c.JupyterHub.bind_url = f"http://127.0.0.1:{wanted['ports'][0]}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{wanted['ports'][1]}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{wanted['ports'][2]}"
c.ConfigurableHTTPProxy.command = [wanted["proxy"]]
c.JupyterHub.db_url = f"sqlite:///{wanted['home']}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{wanted['home']}/cookie_secret"
c.ConfigurableHTTPProxy.pid_file = f"{wanted['home']}/proxy.pid"

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = wanted["home"] + "/{username}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root", "--ServerApp.jpserver_extensions={'jupyterlab_lakeside': True}"]
c.Spawner.environment = wanted["environment"]
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120

# What docs/identity.md tells administrators to set.
c.JupyterHub.load_roles = [
    {"name": "server", "scopes": ["inherit"]},
    {"name": "user", "scopes": ["self"] + (["admin:auth_state!user"] if wanted["may_see_auth_state"] else [])},
    {"name": "test", "services": ["test"], "scopes": ["admin:servers", "access:servers", "read:users"]},
]
c.JupyterHub.services = [{"name": "test", "api_token": wanted["api_token"]}]
