"""Built once more, from nothing: the same image, and nothing of the builder's in it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TOP
from containers import podman, run

MARK = "a-secret-of-the-builder"
BASE = "localhost/base-of-a-site:12"  # another name of the base that is there


@pytest.fixture(scope="module")
def again(image: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """With secrets wherever a builder has them, by somebody whose files nobody else may read."""
    if not (TOP / "build" / "image" / "context").is_dir():
        pytest.skip("the image was built on another machine")
    version = image.rpartition(":")[2]
    name = f"again-{os.getpid()}"
    home = tmp_path_factory.mktemp("home")
    for secret in (".netrc", ".pypirc", ".npmrc", "token"):
        (home / secret).write_text(f"{MARK}\n")
    proxy = f"http://{MARK}:{MARK}@127.0.0.1:9"
    told = {
        "HOME": str(home),
        "ANEW": name,
        "GRID": "on",
        "BASE_IMAGE": BASE,
        "PIP_INDEX_URL": f"https://{MARK}@127.0.0.1:9/simple",
        "MY_TOKEN": MARK,
        "NO_PROXY": "",
    } | dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), proxy)
    (wheel,) = (TOP / "build" / "dist").glob(f"*-{version}-*.whl")
    run("buildah", "tag", "localhost/debian:bookworm-slim", BASE)
    try:
        subprocess.run(
            ["bash", "-c", 'umask 077 && exec container/build "$@"', "build", version, wheel],
            cwd=TOP,
            env=os.environ | told,
            stdin=subprocess.DEVNULL,
            check=True,
        )
        yield f"localhost/lakeside:{name}"
    finally:
        podman("rmi", "-f", f"localhost/lakeside:{name}", check=False)
        podman("untag", BASE, BASE, check=False)


def test_two_builds_differ_in_nothing_but_the_services_cache(image: str, again: str) -> None:
    roots = [Path(podman("image", "mount", name)) for name in (image, again)]
    try:
        first, second = (seen(root) for root in roots)
        assert first.keys() == second.keys()
        assert {path: (first[path], second[path]) for path in first if first[path] != second[path]} == {}
        others = [path for path in first if not path.endswith(".aot") and not same(roots[0] / path, roots[1] / path)]
        assert others == []
    finally:
        podman("image", "unmount", image, again)


def seen(root: Path) -> dict[str, tuple[object, ...]]:
    """Of all files: kind and mode, owner, target, and what else is noted of them; the time, too."""
    found: dict[str, tuple[object, ...]] = {}
    for folder, folders, files in os.walk(root):
        for path in (Path(folder, name) for name in folders + files):
            state = path.lstat()
            target = str(path.readlink()) if path.is_symlink() else ""
            size = 0 if path.is_dir() or path.suffix == ".aot" else state.st_size
            noted = sorted(os.listxattr(path, follow_symlinks=False))
            found[str(path.relative_to(root))] = (
                oct(state.st_mode),
                state.st_uid,
                state.st_gid,
                target,
                size,
                int(state.st_mtime),
                noted,
            )
    return found


def same(one: Path, other: Path) -> bool:
    return one.is_symlink() or not one.is_file() or one.read_bytes() == other.read_bytes()


def test_nothing_of_its_builder_is_in_it(again: str, folder: Path) -> None:
    """In no layer, and in nothing that is said of them."""
    run("buildah", "push", "-q", "--disable-compression", again, f"dir:{folder}/layers", limit=600)

    assert run("grep", "-rlaF", MARK, folder / "layers", check=False).stdout == ""
    assert MARK not in run("buildah", "inspect", "--type", "image", again).stdout
