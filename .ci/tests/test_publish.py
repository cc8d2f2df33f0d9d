"""Images go to a registry under the names that fit the commit, with GitLab's own variables; the registry here is a real one."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from eventually import eventually

TOP = Path(__file__).resolve().parents[2]
LIMIT = 120.0  # seconds for a registry to be fetched and to answer
Run = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("registry")
    process = subprocess.Popen([TOP / ".ci" / "registry", folder])
    try:
        eventually(lambda: (folder / "env").exists() or process.poll() is not None, LIMIT)
        assert process.poll() is None, "no registry"
        yield dict(re.findall(r"(\w+)=(\S+)", (folder / "env").read_text()))
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Both images of version 1.2.0, with next to nothing inside."""
    folder = tmp_path / "images"
    for name in ("1.2.0", "1.2.0-nogrid"):
        image(folder / name, name)
    return folder


def image(folder: Path, name: str) -> None:
    folder.mkdir(parents=True)
    (folder / "version").write_text("Directory Transport Version: 1.1\n")
    tar = bytes(10240)  # an empty one
    layer = gzip.compress(tar, mtime=0)
    config = json.dumps(
        {
            "architecture": "amd64",
            "os": "linux",
            "config": {"Labels": {"name": name}, "Healthcheck": {"Test": ["CMD", "true"]}},
            "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(tar).hexdigest()}"]},
        }
    ).encode()

    def blob(content: bytes, kind: str) -> dict[str, object]:
        digest = hashlib.sha256(content).hexdigest()
        (folder / digest).write_bytes(content)
        return {"mediaType": f"application/vnd.docker.{kind}", "size": len(content), "digest": f"sha256:{digest}"}

    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": blob(config, "container.image.v1+json"),
        "layers": [blob(layer, "image.rootfs.diff.tar.gzip")],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))


class Project:
    """One project of the registry, its pipeline and what it may see."""

    def __init__(self, registry: dict[str, str], folder: Path, name: str) -> None:
        self.place = f"{registry['CI_REGISTRY']}/group/{name}"
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.variables = {name: value for name, value in os.environ.items() if not name.startswith("CI_")} | registry
        self.variables |= {"CI_REGISTRY_IMAGE": self.place, "CI_COMMIT_SHORT_SHA": "0123abcd", "TMPDIR": str(self.temporary)}

    def publish(self, images: Path, **more: str) -> Run:
        command = [TOP / ".ci" / "publish", images]
        return subprocess.run(command, env=self.variables | more, capture_output=True, text=True, check=False)

    def skopeo(self, verb: str, *arguments: str) -> Run:
        credentials = f"{self.variables['CI_REGISTRY_USER']}:{self.variables['CI_REGISTRY_PASSWORD']}"
        command = ["skopeo", verb, "--creds", credentials, *arguments]
        return subprocess.run(command, env=self.variables, capture_output=True, text=True, check=False)

    def tags(self) -> set[str]:
        run = self.skopeo("list-tags", f"docker://{self.place}")
        return set(json.loads(run.stdout)["Tags"]) if run.returncode == 0 else set()

    def digest(self, tag: str) -> str:
        return str(json.loads(self.skopeo("inspect", f"docker://{self.place}:{tag}").stdout)["Digest"])


@pytest.fixture
def project(registry: dict[str, str], tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    return Project(registry, tmp_path, hashlib.sha256(request.node.name.encode()).hexdigest()[:12])


def both(*tags: str) -> set[str]:
    return {f"{tag}{kind}" for tag in tags for kind in ("", "-nogrid")}


def test_a_commit_is_published_under_its_number(project: Project, images: Path) -> None:
    run = project.publish(images)

    assert run.returncode == 0, run.stderr
    assert project.tags() == both("sha-0123abcd")


def test_a_tag_is_published_as_its_version_and_as_the_latest_too(project: Project, images: Path) -> None:
    run = project.publish(images, CI_COMMIT_TAG="v1.2.0")

    assert run.returncode == 0, run.stderr
    assert project.tags() == both("sha-0123abcd", "1.2.0", "latest")
    assert project.digest("latest") == project.digest("1.2.0") != project.digest("latest-nogrid")


def test_the_health_check_comes_along(project: Project, images: Path) -> None:
    project.publish(images)

    config = json.loads(project.skopeo("inspect", "--config", f"docker://{project.place}:sha-0123abcd").stdout)
    raw = json.loads(project.skopeo("inspect", "--config", "--raw", f"docker://{project.place}:sha-0123abcd").stdout)
    assert config["config"]["Labels"] == {"name": "1.2.0"}
    assert raw["config"]["Healthcheck"] == {"Test": ["CMD", "true"]}


def test_a_version_before_a_release_is_not_the_latest(project: Project, tmp_path: Path) -> None:
    for name in both("1.3.0-rc1"):
        image(tmp_path / "early" / name, name)

    project.publish(tmp_path / "early", CI_COMMIT_TAG="1.3.0-rc1")

    assert project.tags() == both("sha-0123abcd", "1.3.0-rc1")


def test_a_repair_of_an_older_version_is_not_the_latest(project: Project, images: Path, tmp_path: Path) -> None:
    for name in both("1.10.0"):
        image(tmp_path / "newer" / name, name)
    assert project.publish(tmp_path / "newer", CI_COMMIT_TAG="v1.10.0").returncode == 0

    run = project.publish(images, CI_COMMIT_TAG="v1.2.0")

    assert run.returncode == 0, run.stderr
    assert "latest stays with 1.10.0" in run.stdout
    assert project.digest("latest") == project.digest("1.10.0") != project.digest("1.2.0")


@pytest.mark.parametrize("missing", [{"1.2.0"}, {"1.2.0-nogrid"}, {"1.2.0", "1.2.0-nogrid"}, set[str]()])
def test_anything_but_one_version_in_both_forms_publishes_nothing(project: Project, images: Path, missing: set[str]) -> None:
    for name in missing:
        shutil.rmtree(images / name)
    if not missing:
        image(images / "1.1.0", "1.1.0")

    run = project.publish(images)

    assert run.returncode == 1
    assert "has to hold one version, with grid tools and without" in run.stderr
    assert project.tags() == set()


def test_a_tag_of_another_version_publishes_nothing(project: Project, images: Path) -> None:
    run = project.publish(images, CI_COMMIT_TAG="v1.2.1")

    assert run.returncode == 1
    assert run.stderr == "publish: the tag v1.2.1 is not the version 1.2.0\n"
    assert project.tags() == set()


def test_a_refused_password_is_said_and_nothing_of_it_is_kept(project: Project, images: Path) -> None:
    run = project.publish(images, CI_REGISTRY_PASSWORD="wrong-and-secret")

    assert run.returncode != 0
    assert "invalid username/password" in run.stderr
    assert "wrong-and-secret" not in run.stdout + run.stderr
    assert project.tags() == set()


def test_the_login_ends_with_the_job(project: Project, images: Path) -> None:
    run = project.publish(images)

    assert list(project.temporary.iterdir()) == []
    assert project.variables["CI_REGISTRY_PASSWORD"] not in run.stdout + run.stderr


def test_a_project_without_a_registry_is_told_so(project: Project, images: Path) -> None:
    run = project.publish(images, CI_REGISTRY="")

    assert run.returncode != 0
    assert "this project has no container registry" in run.stderr
