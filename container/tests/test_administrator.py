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
    """One after the other in one shell, against a Rucio whose certificate is of an authority of its own."""
    url = lake["LAKE_RUCIO_HTTPS_URL"]
    site = folder / "site"
    site.mkdir()
    (yaml,) = blocks("yaml")
    (site / "settings.yaml").write_text(yaml.replace("https://rucio.example.org", url))
    (site / "ca.pem").write_bytes(Path(lake["LAKE_CA"]).read_bytes())
    (containerfile,) = blocks("dockerfile")
    (folder / "Containerfile").write_text(containerfile)
    (folder / "password").write_text("secret\n")
    login = "auth_type = userpass\nusername = alice\npassword = secret\naccount = alice\nca_cert = /etc/lakeside/ca.pem\n"
    (folder / "rucio.cfg").write_text(f"[client]\nrucio_host = {url}\nauth_host = {url}\n{login}")
    ours = str(os.getpid())  # not the names of somebody who follows the page on this machine
    version = image.rpartition(":")[2]
    commands = [line.removeprefix("$ ") for line in "".join(blocks("console")).splitlines()]
    script = "\n".join(command for command in commands if command not in ELSEWHERE)
    assert "||" not in script, "whatever fails is seen"
    # Containers are on this machine's network here: the port is chosen inside, and nobody else sees it.
    script = script.replace("podman run", "podman run --network=host")
    published = re.compile(r"-p 127\.0\.0\.1:8888:8888 (.*)$", re.MULTILINE)
    script = published.sub(rf"-e JUPYTER_PORT={free_port()} --health-interval=disable \1 {LOOPBACK[0]}", script)
    script = (
        script.replace("jdoe", f"jdoe-{ours}").replace(":0.1.0", f":{version}").replace("our-lakeside", f"our-lakeside-{ours}")
    )
    try:
        done = subprocess.run(
            ["bash", "-euxc", script],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name != "BUILDAH_FORMAT"},  # a site has none
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )
        assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        assert "data_A.GamGam.root" in done.stdout, "listed"
        assert re.search(r"account\W+alice", done.stdout), "by rucio whoami"
    finally:
        podman("rm", "-f", f"jdoe-{ours}", check=False)
        podman("volume", "rm", "-f", f"jdoe-{ours}-home", check=False)
        podman("rmi", "-f", f"localhost/our-lakeside-{ours}:1", check=False)
