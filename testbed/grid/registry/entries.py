"""Descriptions only."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalogue.seeds import MIB, Seeds

# The person of `ca`: the accounts that their certificate, and their name at the identity provider, may use. One account is the default;
# of several none is.
PEOPLE: dict[str, tuple[str, ...]] = {
    "alice": ("alice",),
    "bob": ("bob",),
    "revoked": ("bob",),
    "expired": ("bob",),
    "dora": ("alice", "bob"),
}
SUBJECTS: dict[str, tuple[str, ...]] = {"alice": ("alice",), "bob": ("bob",), "both": ("alice", "bob")}


@dataclass(frozen=True)
class Storage:
    """A storage element: on which XRootD server, in which directory, by which schemes; the first is preferred."""

    server: str
    directory: str
    schemes: tuple[str, ...]
    attributes: dict[str, str] = field(default_factory=dict)


STORAGES = {
    "GRID-A": Storage("a", "/lake/rw/rucio/", ("davs", "root"), dict(site="A")),
    "GRID-B": Storage("b", "/lake/rw/rucio/", ("https", "root"), dict(site="B")),
    "GRID-ROOT": Storage("b", "/lake/rw/rootonly/", ("root",), dict(site="B")),
    "GRID-CMS": Storage("a", "/cms/rucio/", ("davs",), dict(site="A")),
    "GRID-TOKEN": Storage("b", "/lake/rw/tokens/", ("davs",), dict(site="B", oidc_support="True")),
    "GRID-OPEN": Storage("open", "/opendata/rucio/", ("root", "http"), dict(site="O")),
}
SCOPE = "grid"


def seeds() -> Seeds:
    s = Seeds()
    at = {"both": ("GRID-A", "GRID-B"), "davs": ("GRID-A",), "root": ("GRID-ROOT",), "cms": ("GRID-CMS",)}
    at |= {"token": ("GRID-TOKEN",), "open": ("GRID-OPEN",), "https": ("GRID-B",), "group": ("GRID-CMS", "GRID-ROOT")}
    sets = [
        s.dataset(f"grid:{name}", *(s.file(f"grid:{name}.{i}", 5000 + 1000 * i, at=where) for i in range(3)))
        for name, where in at.items()
    ]
    sets.append(s.dataset("grid:lost", s.file("grid:lost.0", 7000, at=("GRID-A", "GRID-B"), lost=("GRID-A",))))
    sets.append(s.dataset("grid:large", s.file("grid:large.0", 16 * MIB, at=("GRID-A", "GRID-ROOT"))))
    s.container("grid:all", *sets)
    return s
