"""What runs inside a Jupyter server: a real kernel and a real terminal."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shlex
from collections.abc import Iterator
from pathlib import Path

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_process import TOKEN, Jupyter
from observing import LIMIT, eventually
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect


class Kernel:
    """A Python kernel that Jupyter has started."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self._client = client

    def says(self, code: str) -> str:
        """What the code prints."""
        printed: list[str] = []

        def hear(message: dict[str, object]) -> None:
            content = message["content"]
            assert isinstance(content, dict)
            printed.append(str(content.get("text", "")))

        reply = self._client.execute_interactive(code, timeout=LIMIT, output_hook=hear)
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(printed).rstrip("\n")

    def variable(self, name: str) -> str:
        return self.says(f"import os; print(os.environ.get({name!r}, ''))")


@contextlib.contextmanager
def kernel(jupyter: Jupyter) -> Iterator[Kernel]:
    """As a notebook has it, started by Jupyter now."""
    made = jupyter.ask("POST", "api/kernels", b"{}")
    assert made.status == 201, made.body
    number = str(made.json()["id"])
    connection = jupyter.home / "runtime" / f"kernel-{number}.json"
    client = BlockingKernelClient(connection_file=str(eventually(lambda: connection.exists() and connection)))
    client.load_connection_file()
    client.start_channels(hb=False)  # on a busy machine it takes a slow kernel for a dead one
    try:
        client.wait_for_ready(timeout=LIMIT)
        yield Kernel(client)
    finally:
        client.stop_channels()
        jupyter.ask("DELETE", f"api/kernels/{number}")


def terminal_says(jupyter: Jupyter, command: str) -> str:
    """What the command prints in a terminal that Jupyter starts now."""
    made = jupyter.ask("POST", "api/terminals")
    assert made.status == 200, made.body
    printed = jupyter.home / "printed-in-terminal"
    name = shlex.quote(str(printed))
    line = f"( {command} ) > {name}.part; mv {name}.part {name}\r"
    asyncio.run(_type(jupyter, f"terminals/websocket/{made.json()['name']}", line, printed))
    return printed.read_text().rstrip("\n")


async def _type(jupyter: Jupyter, path: str, line: str, until: Path) -> None:
    address = f"ws://127.0.0.1:{jupyter.port}{jupyter.base_url}{path}"
    connection = await websocket_connect(HTTPRequest(address, headers={"Authorization": f"token {TOKEN}"}))
    try:
        await connection.read_message()  # it is set up
        await connection.write_message(json.dumps(["stdin", line]))
        while not until.exists():
            await asyncio.wait_for(connection.read_message(), LIMIT)
    finally:
        connection.close()
