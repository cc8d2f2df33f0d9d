"""What the image is made of: lists of its parts in CycloneDX's form, and their licences. Same parts, same bytes.

contents.py FOLDER [--wheels FOLDER]... [--root FOLDER]

Always: FOLDER/sbom/java.cdx.json and npm.cdx.json, what is in the jar and in the panel; FOLDER/licenses, a file for each of these.
With --wheels: python.cdx.json, of the wheels in these folders. With --root, the folder of an unpacked image or `/` for this machine:
python.cdx.json of the packages installed there, and debian.tsv. Reads what `make wheel` has built; asks no server.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any, cast

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

TOP = Path(__file__).resolve().parents[1]
JAR = TOP / "build" / "lakeside.jar"
JAVA = TOP / "build" / "lakeside.cdx.json"  # Maven writes it with the jar
PANEL = TOP / "lab-extension" / "build" / "labextension" / "static" / "third-party-licenses.json"
NPM_TOOL = TOP / "build" / "tools" / "node_modules" / ".bin" / "cyclonedx-npm"
PACKAGES = ("opt/*/lib/python3*/site-packages", "usr/local/lib/python3*/dist-packages", "usr/lib/python3/dist-packages")
Bom = dict[str, Any]


def main(arguments: list[str]) -> int:
    reading = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reading.add_argument("folder", type=Path)
    reading.add_argument("--wheels", type=Path, action="append", default=[])
    reading.add_argument("--root", type=Path)
    asked = reading.parse_args(arguments)

    missing = [str(made.relative_to(TOP)) for made in (JAR, JAVA, PANEL, NPM_TOOL) if not made.exists()]
    if missing:
        print(f"contents: {', '.join(missing)} not there: make wheel build/tools/ready", file=sys.stderr)
        return 1
    lists = asked.folder / "sbom"
    lists.mkdir(parents=True, exist_ok=True)
    panel = json.loads(PANEL.read_text())["packages"]
    write(lists / "java.cdx.json", json.loads(JAVA.read_text()))
    write(lists / "npm.cdx.json", only(npm(), {(part["name"], part["versionInfo"]) for part in panel}))
    where = [wheel for folder in asked.wheels for wheel in sorted(folder.glob("*.whl"))]
    if asked.root:
        where += [found for place in PACKAGES for found in sorted(asked.root.glob(place))]
        (lists / "debian.tsv").write_text(debian(asked.root))
    if where:
        write(lists / "python.cdx.json", python(where))
    licences(asked.folder / "licenses", panel)
    return 0


def write(file: Path, bom: Bom) -> None:
    text = json.dumps(bom, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    fault = JsonStrictValidator(SchemaVersion.from_version(bom["specVersion"])).validate_str(text)
    if fault:
        raise ValueError(f"{file.name} is not CycloneDX {bom['specVersion']}: {fault}")
    file.write_text(text)


def npm() -> Bom:
    """All packages of the panel's folder, those that build and test it, too."""
    command = [
        str(NPM_TOOL),
        "--output-reproducible",
        "--flatten-components",
        "--of",
        "JSON",
        "-o",
        "-",
        "lab-extension/package.json",
    ]
    bom = json.loads(subprocess.run(command, cwd=TOP, check=True, stdout=subprocess.PIPE).stdout)
    tools = bom["metadata"]["tools"]
    tools["components"] = [tool for tool in tools["components"] if tool["name"] != "npm"]  # whichever this machine has
    return cast(Bom, bom)


def only(bom: Bom, parts: set[tuple[str, str]]) -> Bom:
    """The list without what is not among these names and versions: JupyterLab brings most packages itself."""

    def name(component: Bom) -> tuple[str, str]:
        return "/".join(filter(None, (component.get("group"), component["name"]))), component.get("version", "")

    kept = {name(component): component for component in bom["components"] if name(component) in parts}
    if parts - kept.keys():
        raise ValueError(f"in the panel, but not among its packages: {sorted(parts - kept.keys())}")
    references = {component["bom-ref"] for component in kept.values()} | {bom["metadata"]["component"]["bom-ref"]}
    dependencies = [
        {"ref": one["ref"], "dependsOn": [other for other in one.get("dependsOn", []) if other in references]}
        for one in bom["dependencies"]
        if one["ref"] in references
    ]
    return bom | {"components": list(kept.values()), "dependencies": dependencies}


def python(where: list[Path]) -> Bom:
    """CycloneDX's own tool asks an interpreter where its packages lie. Ours names wheels and folders, and runs nothing of theirs."""
    with tempfile.TemporaryDirectory() as folder:
        interpreter = Path(folder) / "python"
        interpreter.write_text(f"#!/bin/sh\necho {shlex.quote(json.dumps(['', *(str(place.resolve()) for place in where)]))}\n")
        interpreter.chmod(0o700)
        command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "-o", "-", str(interpreter)]
        environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
        bom = json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)
    return cast(Bom, bom)


def debian(root: Path) -> str:
    form = "${Package}\t${Version}\t${source:Package}\t${source:Version}\n"
    command = ["dpkg-query", f"--admindir={root / 'var/lib/dpkg'}", "-W", "-f", form]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def licences(folder: Path, panel: list[dict[str, str]]) -> None:
    (folder / "java").mkdir(parents=True, exist_ok=True)
    (folder / "npm").mkdir(exist_ok=True)
    with zipfile.ZipFile(JAR) as jar:
        for entry in map(PurePosixPath, jar.namelist()):
            if entry.parent == PurePosixPath("META-INF/licenses") and entry.suffix == ".txt":
                (folder / "java" / entry.name).write_bytes(jar.read(str(entry)))
    for part in panel:
        name = part["name"].removeprefix("@").replace("/", "-")
        head = f"{part['name']} {part['versionInfo']}\nLicence: {part['licenseId']}\n\n"
        (folder / "npm" / f"{name}-{part['versionInfo']}.txt").write_text(head + part["extractedText"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
