"""The storage elements of the catalogue, read with a proxy by the official tools."""

from __future__ import annotations

import tempfile
from pathlib import Path

from proof.checks import check

from gridproof.asking import addresses, curl, grid, gridlake, run, voms_proxy


def copied(tool: tuple[str, ...], address: str, person: str) -> int:
    """The bytes that arrived; -1 if the tool failed."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "file"
        word = f"file://{target}" if tool[0] == "gfal-copy" else str(target)
        done = run(*tool, address, word, X509_USER_PROXY=f"{grid('PROXIES')}/{person}.pem", HOME=folder)
        return target.stat().st_size if done.returncode == 0 else -1


@check("files are found under the schemes of their storage elements")
def _schemes() -> None:
    voms_proxy("alice")
    found = {name: sorted({address.split(":")[0] for address in where}) for name, where in addresses("grid:all").items()}
    assert found["both.0"] == ["davs", "https"] and found["davs.0"] == ["davs"] and found["root.0"] == ["root"]
    assert found["open.0"] == ["root"] and found["large.0"] == ["davs", "root"] and len(found) == 26


@check("davs and https: members read, also with gfal-copy")
def _https() -> None:
    for address in addresses("grid:both")["both.0"]:
        assert curl(address.replace("davs:", "https:"), "-r", "0-99", proxy="alice").status == 206
        assert copied(("gfal-copy", "-f"), address, "alice") == 5000


@check("root: members read with xrdcp and gfal-copy")
def _root() -> None:
    (address,) = addresses("grid:root")["root.1"]
    assert copied(("xrdcp", "-f", "-s"), address, "alice") == 6000
    assert copied(("gfal-copy", "-f"), address, "alice") == 6000


@check("a group's files are for the group: alice reads them, bob and a proxy without memberships do not")
def _group() -> None:
    (address,) = addresses("grid:cms")["cms.0"]
    url = address.replace("davs:", "https:")
    voms_proxy("bob")
    assert [curl(url, proxy=person).status for person in ("alice", "bob")] == [200, 403]
    gridlake("ca", "proxy", "bob", "1")
    assert curl(url, proxy="bob").status == 403
    voms_proxy("bob")


@check("a replica is missing on the first storage and there on the second")
def _lost() -> None:
    first, second = (address.replace("davs:", "https:") for address in addresses("grid:lost")["lost.0"])
    assert {curl(first, proxy="alice").status, curl(second, proxy="alice").status} == {200, 404}


@check("open data need no credential")
def _open() -> None:
    (address,) = addresses("grid:open")["open.2"]
    assert copied(("xrdcp", "-f", "-s"), address, "nobody") == 7000
