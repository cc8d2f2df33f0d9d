"""The commands of docs/administrator.md, in their order, as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from bed import Bed
from conftest import TOP
from containers import LOOPBACK, free_port, podman

PAGE = (TOP / "docs" / "administrator.md").read_text(encoding="utf-8")
ELSEWHERE = ("make image", 'eval "$(container/build env)"')  # before these tests


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_every_command_works(folder: Path, image: str, lake: Bed) -> None:
    url = lake["LAKE_RUCIO_URL"]
    (yaml,) = blocks("yaml")
    (folder / "settings.yaml").write_text(yaml.replace("https://rucio.example.org", url))
    (containerfile,) = blocks("dockerfile")
    (folder / "Containerfile").write_text(containerfile)
    (folder / "ca.pem").write_bytes(Path(lake["LAKE_CA"]).read_bytes())
    (folder / "password").write_text("secret\n")
    login = "auth_type = userpass\nusername = alice\npassword = secret\naccount = alice\n"
    (folder / "rucio.cfg").write_text(f"[client]\nrucio_host = {url}\nauth_host = {url}\n{login}")
    port = str(free_port())
    ours = str(os.getpid())  # not the names of somebody who follows the page on this machine
    version = image.rpartition(":")[2]
    try:
        for line in "".join(blocks("console")).splitlines():
            command = line.removeprefix("$ ")
            if command in ELSEWHERE:
                continue
            # Containers are on this machine's network here: the port is chosen inside, and nobody else sees it.
            command = command.replace("podman run", "podman run --network=host")
            if "-p 127.0.0.1:8888:8888" in command:
                command = command.replace("-p 127.0.0.1:8888:8888", f"-e JUPYTER_PORT={port} --health-interval=disable")
                command += f" {LOOPBACK[0]}"
            command = (
                command.replace("jdoe", f"jdoe-{ours}")
                .replace(":0.1.0", f":{version}")
                .replace("our-lakeside", f"our-lakeside-{ours}")
            )
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=folder,
                env={name: value for name, value in os.environ.items() if name != "BUILDAH_FORMAT"},  # a site has none
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
            assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    finally:
        podman("rm", "-f", f"jdoe-{ours}", check=False)
        podman("volume", "rm", "-f", f"jdoe-{ours}-home", check=False)
        podman("rmi", "-f", f"localhost/our-lakeside-{ours}:1", check=False)
