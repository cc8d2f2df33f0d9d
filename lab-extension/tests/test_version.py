import json
import re

from jupyter_process import TOP

import jupyterlab_lakeside


def test_server_part_panel_and_service_have_one_version() -> None:
    panel = json.loads((TOP / "package.json").read_text())["version"]
    service = re.search(r"<version>(.*)</version>", (TOP.parent / "pom.xml").read_text())

    assert service is not None
    assert jupyterlab_lakeside.__version__ == panel == service.group(1)
