import pytest

from jupyterlab_lakeside.extension import Lakeside


def test_every_setting_and_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAKESIDE_JAVA", raising=False)
    monkeypatch.delenv("LAKESIDE_JAR", raising=False)
    monkeypatch.delenv("LAKESIDE_AOT_CACHE", raising=False)
    own = set(Lakeside.class_own_traits(config=True))

    assert {name: getattr(Lakeside(), name) for name in own} == {
        "java": "",
        "jar": "",
        "java_options": [],
        "start_limit": 30.0,
        "stop_grace": 5.0,
        "longest_pause": 60.0,
        "healthy_after": 60.0,
        "socket_dir": "",
        "log_dir": "",
        "log_size": 5242880,
        "aot_cache": True,
        "train_after": 120.0,
        "quiet_paths": ["api/v1/events", "api/v1/health"],
    }


def test_every_setting_is_explained() -> None:
    assert not [name for name, trait in Lakeside.class_own_traits(config=True).items() if len(trait.help) < 20]


def test_java_and_jar_can_be_named_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKESIDE_JAVA", "/a/java")
    monkeypatch.setenv("LAKESIDE_JAR", "/a/jar")

    assert (Lakeside().java, Lakeside().jar) == ("/a/java", "/a/jar")


def test_the_cache_can_be_switched_off_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKESIDE_AOT_CACHE", "off")

    assert Lakeside().aot_cache is False
