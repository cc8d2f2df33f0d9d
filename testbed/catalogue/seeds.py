"""What the lake holds after `up`: one entry for every situation that a client has to survive.

Only descriptions; `register` writes them into a catalogue, `lay` puts the files on the storages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from catalogue.contents import Bytes, Content, Made, archive, noise, png, text

MIB = 1 << 20


@dataclass(frozen=True)
class File:
    """One file: its bytes, the storages that have a replica, and how the catalogue or a storage lies about it."""

    content: Content
    at: tuple[str, ...]
    sums: tuple[str, ...] = ("adler32", "md5")  # what the catalogue knows
    wrong_sums: bool = False  # the catalogue has the checksums of other bytes
    replicas: bool = True  # False: in the catalogue, but nowhere
    lost: tuple[str, ...] = ()  # replicas without a file behind them
    spoilt: tuple[str, ...] = ()  # replicas with one wrong byte in the middle
    short: bool = False  # half of the file is stored
    states: dict[str, str] = field(default_factory=dict)  # state of the replica there; 'A' otherwise
    path: str | None = None  # path on the storage that is not deterministic


@dataclass(frozen=True)
class Collection:
    kind: str  # DATASET or CONTAINER
    children: tuple[str, ...]
    closed: bool = True
    owner: str = "root"
    meta: dict[str, Any] = field(default_factory=dict)


@dataclass
class Seeds:
    files: dict[str, File] = field(default_factory=dict)
    collections: dict[str, Collection] = field(default_factory=dict)
    archives: dict[str, dict[str, Bytes]] = field(default_factory=dict)  # archive: {constituent: bytes}

    def file(self, did: str, content: Content | int = 4096, at: tuple[str, ...] = ("OPEN",), **more: Any) -> str:
        self.files[did] = File(noise(did, content) if isinstance(content, int) else content, at, **more)
        return did

    def dataset(self, did: str, *children: str, **more: Any) -> str:
        self.collections[did] = Collection("DATASET", children, **more)
        return did

    def container(self, did: str, *children: str, **more: Any) -> str:
        self.collections[did] = Collection("CONTAINER", children, **more)
        return did


def small(made: dict[str, Made]) -> Seeds:
    """The set that every catalogue starts with; `made` are the synthetic open data files."""
    seeds = Seeds()
    for add in (tree, situations, checksums, replicas, names, users, faults):
        add(seeds)
    twin(seeds, made)
    return seeds


def twin(s: Seeds, made: dict[str, Made]) -> None:
    """The twin of the ATLAS Open Data diphoton sample, on two storages: one on http, one on https."""
    scope = "ATLAS_LAPP_JEZEQUEL:"
    files = [s.file(scope + name, content, at=("OPEN", "SITE-A")) for name, content in sorted(made.items())]
    s.dataset(scope + "Hyy_Oct20", *files, meta=dict(project="ATLAS", datatype="GamGam"))
    s.container(scope + "ATLAS_OD_EDU_13TeV", scope + "Hyy_Oct20")


def tree(s: Seeds) -> None:
    """Containers in containers, three deep, with files that a person can look at."""
    raw = [s.file(f"opendata:run1/raw.{i:04}.bin", 4096 * (i + 1)) for i in range(10)]
    aod = [s.file(f"opendata:run1/aod.{i:04}.bin", 20000 + i, at=("OPEN", "SITE-A")) for i in range(5)]
    run2 = [s.file(f"opendata:run2/raw.{i:04}.bin", 65536) for i in range(3)]
    events = "".join(f"{i},{7 + (i * 37 % 101) / 10:.3f},{(-1) ** i}\n" for i in range(500))
    cell: dict[str, Any] = dict(cell_type="code", execution_count=None, id="one", metadata={}, outputs=[], source=["1 + 1"])
    kernel = dict(display_name="Python 3", language="python", name="python3")
    book = dict(cells=[cell], metadata=dict(kernelspec=kernel), nbformat=4, nbformat_minor=5)
    docs = [
        s.file("opendata:docs/README.md", text("# Open data of the testbed\n\nNothing in here is real.\n")),
        s.file("opendata:docs/events.csv", text("event,energy,charge\n" + events)),
        s.file("opendata:docs/plot.png", png(160, 100)),
        s.file("opendata:docs/analysis.ipynb", text(json.dumps(book))),
    ]
    s.dataset("opendata:run1.raw", *raw, meta=dict(project="lake", datatype="RAW", run_number=1))
    s.dataset("opendata:run1.aod", *aod, meta=dict(project="lake", datatype="AOD", run_number=1))
    s.dataset("opendata:run2.raw", *run2, meta=dict(project="lake", datatype="RAW", run_number=2))
    s.dataset("opendata:docs", *docs, meta=dict(project="lake", datatype="DOC"))
    s.container("opendata:catalogue.2026.run1", "opendata:run1.raw", "opendata:run1.aod")
    s.container("opendata:catalogue.2026", "opendata:catalogue.2026.run1", closed=False)
    s.container("opendata:catalogue.run2", "opendata:run2.raw", "opendata:docs")
    s.container("opendata:catalogue", "opendata:catalogue.2026", "opendata:catalogue.run2")


def situations(s: Seeds) -> None:
    """One collection for every shape that a collection can have."""
    s.dataset("data:ok", *[s.file(f"data:ok.{i}", 10000 + i, at=("OPEN", "SITE-A")) for i in range(5)])
    s.dataset("data:multi", *[s.file(f"data:multi.{i}", 40000, at=("OPEN", "SITE-A", "SITE-B")) for i in range(3)])
    s.dataset("data:empty")
    s.dataset("data:empty.open", closed=False)
    s.container("data:empty.container")
    s.dataset("data:open", *[s.file(f"data:open.{i}", 2048) for i in range(3)], closed=False)
    s.file("data:noreplica.bin", 777, replicas=False)
    s.dataset("data:noreplica", "data:noreplica.bin")
    s.dataset("data:partial", *[s.file(f"data:partial.{i}", 2000 + i) for i in range(2)], "data:noreplica.bin")
    s.file("data:shared.bin", 9000)
    s.dataset("data:half.1", "data:shared.bin", s.file("data:half.1.bin", 100))
    s.dataset("data:half.2", "data:shared.bin", s.file("data:half.2.bin", 200))
    s.container("data:overlap", "data:half.1", "data:half.2")
    members = {"data:member1.txt": text("first member\n" * 50), "data:sub/member2.csv": text("a,b\n1,2\n")}
    s.file("data:bundle.zip", archive({did.split(":")[1]: inner for did, inner in members.items()}))
    s.archives["data:bundle.zip"] = members
    s.dataset("data:archive", "data:bundle.zip")
    s.dataset("data:members", *members)


def checksums(s: Seeds) -> None:
    """Checksums that are wrong, missing or unusual."""
    s.dataset("data:badsum", s.file("data:badsum.bin", 5000, wrong_sums=True), s.file("data:badsum.good", 5000))
    # Half of the files are spoilt on one storage, half on the other: whatever the order of the sources, some is met first.
    both = ("OPEN", "SITE-A")
    s.dataset("data:onebad", *[s.file(f"data:onebad.{i}", 60000 + i, at=both, spoilt=(both[i % 2],)) for i in range(6)])
    s.dataset("data:badsize", s.file("data:badsize.bin", 5000, short=True))
    s.dataset(
        "data:sums",
        s.file("data:sums.none", 300, sums=()),
        s.file("data:sums.md5only", 301, sums=("md5",)),
        s.file("data:sums.adleronly", 302, sums=("adler32",)),
        s.file("data:sums.leadingzeros", text("a")),  # the adler32 of a short text is small
        s.file("data:zero.bin", 0),
    )


def replicas(s: Seeds) -> None:
    """Replicas that cannot be read, or not by everybody."""
    s.dataset("data:dead", s.file("data:dead.or.alive", 4001, at=("DEAD", "OPEN")), s.file("data:dead.only", 4002, at=("DEAD",)))
    lost = s.file("data:lost.here", 4003, at=("OPEN", "SITE-A"), lost=("OPEN",))
    s.dataset("data:lost", lost, s.file("data:lost.everywhere", 4004, lost=("OPEN",)))
    s.dataset("data:offline", s.file("data:offline.bin", 4000, at=("OFFLINE",)))
    s.dataset("data:tape", *[s.file(f"data:tape.{i}", 60000, at=("TAPE-B",)) for i in range(2)])
    s.dataset("data:xrootd", s.file("data:xrootd.bin", 4005, at=("XROOTD",)))
    s.dataset("data:legacy", s.file("data:legacy.bin", 3000, at=("LEGACY",), path="1998/run 7/legacy file.bin"))
    states = [s.file(f"data:states.{state}", 600, at=("OPEN", "SITE-A"), states={"SITE-A": state}) for state in "UCBDT"]
    s.dataset("data:states", *states)


def names(s: Seeds) -> None:
    """Names with every character that ever broke a path, a URL or a page."""
    odd = [
        "a name with blanks.txt", "plus+and&ampersand=.txt", "percent%20and%25.txt", "hash#question?.txt", "Ünïcode-日本-😀.txt",
        "quote's\"double\".txt", "semi;colon,comma.txt", "back\\slash.txt", "[brackets]{braces}.txt", "..dots..", "-dash",
        "~tilde@at!", "tab\tinside.txt", "<b>html</b>.txt", "x';import os;os.abort();'.txt",
    ]  # fmt: skip
    files = [s.file("odd:" + name, text(f"contents of {name}\n")) for name in odd]
    s.dataset("odd:names", *files)
    s.dataset("odd:a set with blanks+plus%25é", *files[:3])
    s.dataset("odd:..", files[3])
    s.container("odd:<i>both</i>", "odd:a set with blanks+plus%25é", "odd:..")
    s.dataset("odd:long", s.file("odd:" + "long-" * 49 + "12345", text("250 characters\n")))
    # Names that collide with routes of the server and with the parser of its filters.
    route = s.file("data:meta", text("a name that is a route\n"))
    s.dataset("data:x/files", s.file("data:sub/dir/file.txt", text("a name with slashes\n")), route)
    s.dataset("data:true-or-false", route)


def users(s: Seeds) -> None:
    histograms = [s.file(f"user.alice:histogram.{i}.root", 11000, at=("SITE-A_USERDISK",)) for i in range(3)]
    notes = s.file("user.alice:notes/today.txt", text("alice was here\n"), at=("OPEN", "SITE-A_USERDISK"))
    s.dataset("user.alice:first.dataset", *histograms, owner="alice")
    s.dataset("user.alice:notes", notes, owner="alice", closed=False)
    s.container("user.alice:all", "user.alice:first.dataset", "user.alice:notes", owner="alice", closed=False)
    results = [s.file(f"user.bob:result.{i}", 500 + i, at=("SITE-B_USERDISK",)) for i in range(2)]
    s.dataset("user.bob:results", *results, owner="bob")


def faults(s: Seeds) -> None:
    """Files behind the relay `storage`, which misbehaves on request."""
    s.dataset("faults:one", s.file("faults:one.bin", 8 * MIB, at=("FLAKY",)))
    s.dataset("faults:large", s.file("faults:large.bin", 32 * MIB, at=("FLAKY",)))
    s.dataset("faults:many", *[s.file(f"faults:many.{i:02}", 65536 + i, at=("FLAKY",)) for i in range(20)])
    s.dataset("faults:second", *[s.file(f"faults:second.{i}", MIB + i, at=("FLAKY", "OPEN")) for i in range(3)])
