"""A browser outside does the main job through the image, against the little lake."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from bed import Bed
from conftest import Start
from containers import Container

TOP = Path(__file__).resolve().parents[2]
UI_TESTS = TOP / "lab-extension" / "ui-tests"
FOR_TESTS = "--LabApp.expose_app_in_browser=True"  # the browser's tests ask JupyterLab itself whether it is ready


@pytest.fixture
def site(folder: Path, lake: Bed) -> Path:
    """What an administrator mounts at /etc/lakeside: the settings, and the site's certificate authority."""
    site = folder / "site"
    site.mkdir(mode=0o755)
    (site / "ca.pem").write_bytes(Path(lake["LAKE_CA"]).read_bytes())
    instances = {"lake": {"label": "Little lake", "url": lake["LAKE_RUCIO_URL"]}}
    (site / "settings.yaml").write_text(
        json.dumps({"ca_files": ["/etc/lakeside/ca.pem"], "instances": instances})
    )  # JSON is YAML
    return site


def browser(container: Container, spec: str, **names: str) -> None:
    told = {"UI_TESTS": "image", "LAB_URL": container.url, "LAB_TOKEN": container.token, **names}
    done = subprocess.run(
        [UI_TESTS / "node_modules" / ".bin" / "playwright", "test", spec],
        cwd=UI_TESTS,
        env=os.environ | told,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-5000:]}\n{done.stderr[-2000:]}\n{container.log()[-5000:]}"


def test_from_the_login_to_the_plot(start: Start, home: Path, site: Path, lake: Bed) -> None:
    container = start("-v", f"{home}:/home/lakeside", "-v", f"{site}:/etc/lakeside:ro", settings={}, command=(FOR_TESTS,))
    assert container.health()["state"] == "ready"

    browser(container, "main-job", LAKE_FILES_HERE=str(home / ".local" / "share" / "lakeside"), **lake.environment)

    assert container.healthy() == (True, "")
    assert container.stop() == 0


def test_wrong_settings_are_listed_in_the_panel(start: Start, site: Path) -> None:
    (site / "settings.yaml").write_text("transfers_at_once: many\ninstancez: {}\nca_files: [/nowhere/ca.pem]\n")
    container = start("-v", f"{site}:/etc/lakeside:ro", settings={}, command=(FOR_TESTS,))
    assert container.health()["state"] == "misconfigured"

    browser(container, "settings")
