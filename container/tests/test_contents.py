"""What is in the image, and what is not."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from conftest import Start
from containers import podman, run

CAPABLE = """
import os
for folder, _, names in os.walk("/"):
    if folder.startswith(("/proc", "/sys")):
        continue
    for path in (os.path.join(folder, name) for name in names):
        if os.path.isfile(path) and "security.capability" in os.listxattr(path):
            print(path)
"""
BOTH = pytest.mark.parametrize("kind", ["", "-nogrid"])


def inside(image: str, command: str) -> str:
    """What a shell prints in it, as its root."""
    return podman("run", "--rm", "--network=none", "--user=0", "--no-healthcheck", "--entrypoint=", image, "sh", "-c", command)


@BOTH
def test_nothing_is_setuid_and_nothing_but_places_for_what_is_temporary_is_open_to_all(image: str, kind: str) -> None:
    assert inside(image + kind, "find / -xdev -perm /6000 ! -type d") == ""
    assert inside(image + kind, f"python3 -c '{CAPABLE}'") == "", "a file with capabilities is as good as setuid"
    assert set(inside(image + kind, "find / -xdev -perm -0002 ! -type l ! -type c").split()) <= {"/run/lock", "/tmp", "/var/tmp"}


@BOTH
def test_all_of_it_is_roots_but_the_home(image: str, kind: str) -> None:
    others = set(inside(image + kind, "find / -xdev ! -user 0 ! -path '/proc/*'").split())
    assert others - {"/var/cache/apt/archives/partial"} == {"/home/lakeside"}


@BOTH
def test_no_secret_is_in_it(image: str, kind: str) -> None:
    settings = json.loads(run("podman", "image", "inspect", image + kind).stdout)[0]["Config"]
    named = [line.partition("=")[0] for line in settings["Env"]]
    assert not [name for name in named if any(word in name.lower() for word in ("token", "password", "secret", "proxy", "cert"))]
    assert (
        inside(
            image + kind,
            "grep -rlE -- '-----BEGIN ([A-Z]+ )?PRIVATE KEY' /etc /home /root /opt /usr/local /usr/share /var || true",
        )
        == ""
    )
    assert inside(image + kind, "ls -A ~root/.cache /home/lakeside /var/lib/apt/lists 2>/dev/null | grep -v : || true") == ""


@BOTH
def test_certificate_authorities_are_debians_alone(image: str, kind: str) -> None:
    trusted = certificates(inside(image + kind, "cat /etc/ssl/certs/ca-certificates.crt"))
    debians = certificates(inside(image + kind, "cat /usr/share/ca-certificates/mozilla/*.crt"))
    assert trusted == debians
    assert len(trusted) > 100
    assert inside(image + kind, "ls -A /usr/local/share/ca-certificates") == ""


@BOTH
def test_python_trusts_these_too(image: str, kind: str) -> None:
    asked = (
        "import requests; print(requests.Session().merge_environment_settings('https://a.test', {}, None, True, None)['verify'])"
    )

    assert inside(image + kind, f'python3 -c "{asked}"') == "/etc/ssl/certs/ca-certificates.crt"


def certificates(text: str) -> set[str]:
    return {part.partition("-----END")[0].replace("\n", "") for part in text.split("-----BEGIN CERTIFICATE-----")[1:]}


@BOTH
def test_runs_as_a_user_and_says_what_it_is(image: str, kind: str) -> None:
    settings = json.loads(run("podman", "image", "inspect", image + kind).stdout)[0]["Config"]

    assert settings["User"] == "1000:100"
    labels = settings["Labels"]
    assert labels["org.opencontainers.image.version"] == image.rpartition(":")[2]
    assert labels["org.opencontainers.image.licenses"] == "Apache-2.0"
    assert labels["org.lakeside.grid"] == ("off" if kind else "on")
    assert "Apache License" in inside(image + kind, "cat /usr/share/lakeside/licenses/LICENSE")
    assert "python3\t" in inside(image + kind, "cat /usr/share/lakeside/sbom/debian.tsv")


@BOTH
def test_what_is_in_it_is_what_its_lists_say(image: str, kind: str) -> None:
    lists = "/usr/share/lakeside/sbom"
    debian = inside(image + kind, f"dpkg-query -W -f '${{Package}}\t${{Version}}\n' && echo == && cut -f1,2 {lists}/debian.tsv")
    installed, listed = debian.split("\n==\n")
    assert installed == listed

    python = json.loads(inside(image + kind, "python3 -m pip list --format json --disable-pip-version-check 2>/dev/null"))
    boms = {name: json.loads(inside(image + kind, f"cat {lists}/{name}.cdx.json")) for name in ("python", "java", "npm")}
    assert named(python) == named(boms["python"]["components"])
    assert {boms[name]["bomFormat"] for name in boms} == {"CycloneDX"}
    assert {"rucio-client", "jackson-databind"} <= {part["name"] for part in boms["java"]["components"]}
    assert boms["npm"]["components"]


def named(parts: list[dict[str, str]]) -> set[str]:
    """Names as pip compares them."""
    return {f"{re.sub('[-_.]+', '-', part['name']).lower()} {part['version']}" for part in parts}


@BOTH
def test_all_of_debians_packages_are_whole(image: str, kind: str) -> None:
    assert (
        inside(image + kind, "dpkg --audit; dpkg-query -W -f '${db:Status-Abbrev} ${Package}\\n' | grep -v '^ii' || true") == ""
    )


def test_python_finds_everything_compiled(start: Start) -> None:
    """Layers have times of their own; what was compiled by time would be compiled anew at each start."""
    import_all = "import sys, jupyterlab, rucio.client, uproot, json; print(sys.flags.dont_write_bytecode)"
    container = start(command=("python3", "-v", "-c", import_all))

    assert container.ended() == 0
    assert "bytecode is stale" not in container.log()
    assert re.findall(r"# code object from '?/\S+\.py'?\s", container.log()) == []


def test_the_figures_of_its_size_are_kept(image: str) -> None:
    """Compressed, as a registry keeps it; also as an archive to take along."""
    top = Path(__file__).resolve().parents[2]
    limits = {"": 450, "-nogrid": 350}
    report = {}
    for kind, limit in limits.items():
        archive = top / "build" / "image" / f"lakeside{kind}.oci.tar"
        archive.unlink(missing_ok=True)
        run("buildah", "push", "-q", image + kind, f"oci-archive:{archive}", limit=600)
        report[kind] = archive.stat().st_size / 1e6
        assert "index.json" in subprocess.run(["tar", "-tf", archive], capture_output=True, text=True, check=True).stdout.split()
        assert report[kind] <= limit
        if kind:
            archive.unlink()
    (top / "build" / "image" / "size.json").write_text(
        json.dumps({"image.size": report["-nogrid"], "image.size-grid": report[""]}) + "\n"
    )
