"""What is in the jar, the panel and an image is known by name and version, and each part has its licence with it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

TOP = Path(__file__).resolve().parents[2]
JAR = TOP / "build" / "lakeside.jar"
PANEL = TOP / "lab-extension" / "build" / "labextension"
SHORTEST = 500  # characters of a licence


def sbom(folder: Path, *arguments: object, **variables: str) -> Path:
    command = [str(TOP / "container" / "sbom"), str(folder), *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True, cwd="/", env=os.environ | variables)
    return folder


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sbom(tmp_path_factory.mktemp("known"), "--wheels", TOP / "build" / "dist")


def components(file: Path) -> dict[str, dict[str, Any]]:
    listed = json.loads(file.read_text())["components"]
    return {f"{'/'.join(filter(None, (part.get('group'), part['name'])))} {part['version']}": part for part in listed}


def in_the_jar() -> dict[str, str]:
    with zipfile.ZipFile(JAR) as jar:
        return {
            name: jar.read(name).decode() for name in jar.namelist() if name.startswith("META-INF/licenses/") and name[-1] != "/"
        }


def test_each_library_in_the_jar_has_its_licence_there(known: Path) -> None:
    listed = {
        f"{part['name']} {part['version']}\n{part['group']}"
        for part in components(known / "sbom" / "java.cdx.json").values()
        if part["group"] != "org.lakeside"
    }

    licences = in_the_jar()

    assert {"\n".join(text.splitlines()[:2]) for text in licences.values()} == listed
    for name, text in licences.items():
        assert re.search(r"^Licence: \S", text, re.MULTILINE), name
        assert len(text) > SHORTEST, name
    with zipfile.ZipFile(JAR) as jar:
        assert jar.read("META-INF/LICENSE") == (TOP / "LICENSE").read_bytes()


def test_what_names_itself_in_the_jar_is_on_its_list(known: Path) -> None:
    listed = components(known / "sbom" / "java.cdx.json")
    with zipfile.ZipFile(JAR) as jar:
        named = {
            "/".join(name.split("/")[2:4]) + " " + re.findall(r"^version=(\S+)", jar.read(name).decode(), re.MULTILINE)[0]
            for name in jar.namelist()
            if name.endswith("/pom.properties") and "org.lakeside/server" not in name
        }

    assert len(named) > 20
    # jackson-core carries a library under names of its own, and its licence as FastDoubleParser-LICENSE
    assert {name for name in named if "fastdoubleparser" not in name} <= listed.keys()


def test_a_library_without_a_licence_text_ends_the_build_by_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "org" / "example" / "odd" / "1.2"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "odd-1.2.jar", "w") as jar:
        jar.writestr("META-INF/NOTICE", "Made by Odd.")
    (folder / "odd-1.2.pom").write_text(
        "<project><groupId>org.example</groupId><licenses><license><name>Odd One</name></license></licenses></project>"
    )
    licences = TOP / "server" / "src" / "licences"

    run = subprocess.run(
        ["java", licences / "Licences.java", folder / "odd-1.2.jar", licences, tmp_path / "out"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert "org.example:odd:1.2, [Odd One]" in run.stderr


def test_each_package_in_the_panel_has_its_licence_in_the_wheel(known: Path) -> None:
    (wheel,) = (TOP / "build" / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("static/third-party-licenses.json"))
        packages = json.loads(archive.read(name))["packages"]
        scripts = "".join(archive.read(name).decode() for name in archive.namelist() if re.search(r"/static/\d+\.\w+\.js$", name))

    assert {f"{part['name']} {part['versionInfo']}" for part in packages} == components(known / "sbom" / "npm.cdx.json").keys()
    assert all(part["licenseId"] and len(part["extractedText"]) > SHORTEST for part in packages)
    assert "getVirtualItems" in scripts
    assert "@tanstack/virtual-core" in {part["name"] for part in packages}, (
        "joined with another package in a chunk without a name"
    )


def test_there_is_a_file_for_each_part(known: Path) -> None:
    licences = known / "licenses"

    assert {file.name for file in (licences / "java").iterdir()} == {name.rpartition("/")[2] for name in in_the_jar()}
    heads = {file.read_text().splitlines()[0] for file in (licences / "npm").iterdir()}
    assert heads == components(known / "sbom" / "npm.cdx.json").keys()


def test_the_wheel_is_on_the_list_of_python_packages(known: Path) -> None:
    (wheel,) = components(known / "sbom" / "python.cdx.json").values()

    assert wheel["purl"].startswith("pkg:pypi/jupyterlab-lakeside@")


@pytest.mark.parametrize("name", ["java", "npm", "python"])
def test_a_list_is_cyclonedx_and_says_nothing_of_when_and_where_it_was_made(known: Path, name: str) -> None:
    text = (known / "sbom" / f"{name}.cdx.json").read_text()
    bom = json.loads(text)

    assert JsonStrictValidator(SchemaVersion.from_version(bom["specVersion"])).validate_str(text) is None
    assert "serialNumber" not in bom
    assert "timestamp" not in bom["metadata"]
    assert str(TOP) not in text


def test_the_same_parts_give_the_same_bytes(known: Path, tmp_path: Path) -> None:
    again = sbom(tmp_path, "--wheels", TOP / "build" / "dist", SOURCE_DATE_EPOCH="1234567890", TZ="Asia/Tokyo", LANG="C")

    def bytes_of(folder: Path) -> dict[Path, bytes]:
        return {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    assert bytes_of(again) == bytes_of(known)


def test_an_unpacked_image_is_read_and_nothing_of_it_run(tmp_path: Path) -> None:
    root = tmp_path / "root"
    package = root / "opt" / "lakeside" / "lib" / "python3.11" / "site-packages" / "example-1.5.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: example\nVersion: 1.5\nLicense: MIT\n")
    state = root / "var" / "lib" / "dpkg"
    (state / "info").mkdir(parents=True)
    (state / "status").write_text(
        "Package: libfoo1\nStatus: install ok installed\nMaintainer: A <a@example.org>\nArchitecture: all\nSource: foo\n"
        "Version: 2.0-1\nDescription: foo\n"
    )

    made = sbom(tmp_path / "made", "--root", root)

    assert components(made / "sbom" / "python.cdx.json").keys() == {"example 1.5"}
    assert (made / "sbom" / "debian.tsv").read_text() == "libfoo1\t2.0-1\tfoo\t2.0-1\n"


def test_the_panel_built_in_another_place_is_the_same_bytes(tmp_path: Path) -> None:
    source, clone = TOP / "lab-extension", tmp_path / "elsewhere"
    for name in ("src", "style", "schema"):
        shutil.copytree(source / name, clone / name)
    for name in ("package.json", "package-lock.json", "tsconfig.json", "webpack.config.js", "install.json"):
        shutil.copy(source / name, clone)
    for how in ("-al", "-a"):  # hard links where the folders share a file system
        if subprocess.run(["cp", how, source / "node_modules", clone], capture_output=True, check=False).returncode == 0:
            break

    subprocess.run(["npm", "run", "--silent", "build"], cwd=clone, check=True, capture_output=True)

    def bytes_of(folder: Path) -> dict[Path, bytes]:
        return {
            file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.name != "ready"
        }

    assert bytes_of(clone / "build" / "labextension") == bytes_of(PANEL)
