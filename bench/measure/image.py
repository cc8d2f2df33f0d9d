"""The container image: its size, how soon a container of it answers, and how soon it is there again after a change."""

from __future__ import annotations

import os
import re
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bed import exports
from containers import Container, Failed, eventually, run

from .figures import Figure
from .service import NotMeasured

TOP = Path(__file__).parents[2]
NOWHERE = "http://127.0.0.1:9"
ANYBODY = "43210:0"
CHANGED = TOP / "server" / "src" / "main" / "java" / "org" / "lakeside" / "server" / "OneFileMore.java"  # git does not see it


def measured(rounds: int, folder: Path) -> Iterator[Figure]:
    before = dict(os.environ)
    os.environ.update(store())
    try:
        yield from figures(f"localhost/lakeside:{version()}", rounds, folder)
    finally:
        os.environ.clear()
        os.environ.update(before)


def figures(name: str, rounds: int, folder: Path) -> Iterator[Figure]:
    if run("podman", "image", "exists", name, check=False).returncode != 0:
        raise NotMeasured(f"there is no image {name}: make image")
    yield Figure("image.size", [size(f"{name}-nogrid", folder)], "MB", target=350, note="compressed, without grid tools")
    yield Figure("image.size-grid", [size(name, folder)], "MB", target=450, note="compressed, with them")
    pages, answers, stops = zip(*[life(name) for _ in range(rounds + 1)][1:], strict=True)
    yield Figure("image.first-page", pages, "s", target=3.0, note="podman run, until /lab answers 200")
    yield Figure("image.first-answer", answers, "s", target=4.0, note="podman run, until the panel's first question is answered")
    yield Figure("image.stop", stops, "s", target=2.0, note="SIGTERM, until the container is gone")
    yield Figure(
        "image.rebuild", list(rebuilds()), "s", target=60, note="make image, both forms, after a change of one Java file"
    )


def version() -> str:
    found = re.search(r"<version>(.*)</version>", (TOP / "pom.xml").read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def store() -> dict[str, str]:
    """The settings of podman and buildah with which the image was built."""
    done = subprocess.run([TOP / "container" / "build", "env"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotMeasured("there is no image: make image")
    return exports(done.stdout)


def size(name: str, folder: Path) -> float:
    archive = folder / "image.oci.tar"
    try:
        run("buildah", "push", "-q", name, f"oci-archive:{archive}", limit=600)
        return archive.stat().st_size / 1e6
    finally:
        archive.unlink(missing_ok=True)


def life(name: str) -> tuple[float, float, float]:
    """Seconds from the start to the first page and to the service's first answer, and from the signal to the end."""
    began = time.monotonic()
    container = Container(name, user=ANYBODY, settings={"LAKESIDE_RUCIO_URL": NOWHERE})
    try:
        page = answered(container, "lab") - began
        answer = answered(container, "lakeside/api/v1/instances") - began
        asked = time.monotonic()
        if container.stop() != 0:
            raise NotMeasured(f"the container did not end well\n{container.log()}")
        return page, answer, time.monotonic() - asked
    except Failed as failure:
        raise NotMeasured(str(failure)) from failure
    finally:
        container.remove()


def answered(container: Container, path: str) -> float:
    request = urllib.request.Request(f"{container.url}/{path}", headers={"Authorization": f"token {container.token}"})

    def asked() -> bool:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return int(answer.status) == 200
        except OSError:
            return False

    if not eventually(asked):
        raise NotMeasured(f"{path} does not answer\n{container.log()}")
    return time.monotonic()


def rebuilds() -> Iterator[float]:
    """With a class more, then as it was: both are changes of one file. What is built already does not count."""
    CHANGED.unlink(missing_ok=True)
    rebuild()
    try:
        CHANGED.write_text("package org.lakeside.server;\n\nfinal class OneFileMore {\n    private OneFileMore() {}\n}\n")
        yield rebuild()
    finally:
        CHANGED.unlink(missing_ok=True)
    yield rebuild()


def rebuild() -> float:
    began = time.monotonic()
    own = store()  # make image finds them by itself
    environment = {name: value for name, value in os.environ.items() if name not in own}
    done = subprocess.run(["make", "image"], cwd=TOP, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise NotMeasured(f"make image: exit {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.monotonic() - began
