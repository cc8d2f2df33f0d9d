from __future__ import annotations

import os
import stat
from pathlib import Path

from jupyterlab_lakeside.logfile import LogFile


def test_only_its_user_may_read_the_log(tmp_path: Path) -> None:
    (tmp_path / "service.log").touch(mode=0o644)

    log = LogFile.open(tmp_path, 100)

    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    log.close()


def test_a_second_server_in_the_same_home_writes_to_a_file_of_its_own_and_a_third_takes_a_free_one(
    tmp_path: Path,
) -> None:
    first, second = LogFile.open(tmp_path, 100), LogFile.open(tmp_path, 100)
    first.close()
    third = LogFile.open(tmp_path, 100)

    assert [log.path.name for log in (first, second, third)] == ["service.log", "service-2.log", "service.log"]
    second.close()
    third.close()


def test_a_large_log_is_begun_anew_while_the_service_writes_and_two_older_ones_are_kept(tmp_path: Path) -> None:
    log = LogFile.open(tmp_path, 100)
    services = os.dup(log.descriptor)

    for number in range(4):
        os.write(services, f"{number}".encode() * 101)
        log.keep_small()
    os.write(services, b"next")
    log.keep_small()

    assert log.path.read_bytes() == b"next"
    assert (tmp_path / "service.log.1").read_bytes() == b"3" * 101
    assert (tmp_path / "service.log.2").read_bytes() == b"2" * 101
    assert stat.S_IMODE((tmp_path / "service.log.1").stat().st_mode) == 0o600
    assert len(list(tmp_path.iterdir())) == 3
    os.close(services)
    log.close()
