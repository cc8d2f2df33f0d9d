"""The storages: bytes, ranges, and the ways in which they are not what the catalogue says."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

from proof.catalogue import HYY
from proof.checks import ask, check, encoded, lake, refused, replicas, script


def agrees(pfn: str, row: dict[str, Any]) -> bool:
    data = ask(encoded(pfn)).body
    return (len(data), f"{zlib.adler32(data):08x}", hashlib.md5(data).hexdigest()) == (row["bytes"], row["adler32"], row["md5"])


def replica(dataset: str, name: str, rse: str) -> tuple[str, dict[str, Any]]:
    row = replicas(dataset)[name]
    (pfn,) = row["rses"][rse]
    return pfn, row


@check("the six files of the twin are right on both storages, over http and https")
def _twin() -> None:
    found = replicas(HYY)
    assert len(found) == 6
    for name, row in found.items():
        schemes = {rse: pfns[0].split(":")[0] for rse, pfns in row["rses"].items()}
        assert schemes == {"OPEN": "http", "SITE-A": "https"}
        for pfn in row["pfns"]:
            assert agrees(pfn, row), f"{name} at {pfn}"


@check("the twin's data have a peak at 125 GeV, as high as its simulated samples predict")
def _peak() -> None:
    assert "around 12" in script("opendata", "check")


@check("ranges: closed, open, from the end, several, beyond the end, and HEAD")
def _ranges() -> None:
    for rse in ("OPEN", "SITE-A"):
        pfn, row = replica("data:ok", "ok.1", rse)
        whole, size = ask(pfn).body, row["bytes"]
        for wanted, part in (("10-19", whole[10:20]), ("100-", whole[100:]), ("-5", whole[-5:])):
            answer = ask(pfn, Range="bytes=" + wanted)
            assert (answer.status, answer.body) == (206, part), wanted
        assert ask(pfn, Range="bytes=0-0,5-6").headers["Content-Type"].startswith("multipart/byteranges")
        assert ask(pfn, Range=f"bytes={size}-").status == 416
        head = ask(pfn, "HEAD")
        assert (head.headers["Content-Length"], head.headers["Accept-Ranges"], head.body) == (str(size), "bytes", b"")


@check("one file has a wrong checksum in the catalogue, its neighbour has not")
def _wrong_checksum() -> None:
    assert not agrees(*replica("data:badsum", "badsum.bin", "OPEN"))
    assert agrees(*replica("data:badsum", "badsum.good", "OPEN"))


@check("of six files each has one spoilt replica and one good one, on alternating storages")
def _one_bad() -> None:
    found = replicas("data:onebad")
    for i in range(6):
        row = found[f"onebad.{i}"]
        good = [rse for rse in ("OPEN", "SITE-A") if agrees(row["rses"][rse][0], row)]
        assert good == [("SITE-A", "OPEN")[i % 2]]


@check("a file is shorter than the catalogue says, another is not where it should be")
def _short_and_lost() -> None:
    pfn, row = replica("data:badsize", "badsize.bin", "OPEN")
    assert len(ask(pfn).body) == row["bytes"] // 2
    assert ask(replica("data:lost", "lost.here", "OPEN")[0]).status == 404
    assert agrees(*replica("data:lost", "lost.here", "SITE-A"))


@check("replicas come in a fixed order, troublesome storages first")
def _order() -> None:
    def order(dataset: str, name: str) -> list[str]:
        return [pfn["rse"] for pfn in replicas(dataset)[name]["pfns"].values()]

    assert order("data:multi", "multi.0") == ["OPEN", "SITE-A", "SITE-B"]
    assert order("data:dead", "dead.or.alive") == ["DEAD", "OPEN"]
    assert order("faults:second", "second.0") == ["FLAKY", "OPEN"]


@check("a storage is dead, and a file on it has a good replica elsewhere")
def _dead() -> None:
    assert refused(replica("data:dead", "dead.or.alive", "DEAD")[0])
    assert agrees(*replica("data:dead", "dead.or.alive", "OPEN"))


@check("a path of its own, with blanks; a scheme that is not http")
def _paths() -> None:
    pfn, row = replica("data:legacy", "legacy.bin", "LEGACY")
    assert pfn.endswith("/1998/run 7/legacy file.bin") and agrees(pfn, row)
    assert replica("data:xrootd", "xrootd.bin", "XROOTD")[0].startswith("root://")


@check("what was asked of the storages is written down, with its range")
def _requests() -> None:
    script("lake", "requests", "files", "clear")
    ask(lake("FILES_URL") + "/open/nothing%20here", Range="bytes=1-2")
    (line,) = script("lake", "requests", "files").splitlines()
    assert "GET /open/nothing%20here 404" in line and line.endswith('"bytes=1-2"')
