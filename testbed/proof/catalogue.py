"""Rucio: who may come in, and what it says."""

from __future__ import annotations

import ssl
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from proof.checks import ask, check, connection, did_path, encoded, forget_tokens, lake, login, replicas, rucio, script

HYY = "ATLAS_LAPP_JEZEQUEL:Hyy_Oct20"


@check("Rucio answers /ping on http, and on https with the lake's authority")
def _ping() -> None:
    for base in ("RUCIO_URL", "RUCIO_HTTPS_URL"):
        assert ask(lake(base) + "/ping").rows() == [{"version": "41.5.1"}]


@check("without the lake's authority https is refused")
def _unknown_authority() -> None:
    try:
        connection(lake("RUCIO_HTTPS_URL"), context=ssl.create_default_context()).connect()
    except ssl.SSLCertVerificationError:
        return
    raise AssertionError("a certificate that nobody vouches for was accepted")


@check("alice logs in; a wrong password and a suspended account are refused")
def _logins() -> None:
    answer = login("alice")
    assert (answer.status, answer.headers["X-Rucio-Auth-Account"]) == (200, "alice")
    for refused in (login("alice", "wrong"), login("dave")):
        assert (refused.status, refused.headers["ExceptionClass"]) == (401, "CannotAuthenticate")


@check("a login of two accounts gives 206 and their names, and one account when asked for it")
def _ambiguous() -> None:
    answer = login("both")
    assert (answer.status, answer.headers["X-Rucio-Auth-Accounts"]) == (206, "alice,bob")
    assert login("both", X_Rucio_Account="bob").headers["X-Rucio-Auth-Account"] == "bob"


@check("a token that has been used is refused as soon as it is expired")
def _expired() -> None:
    token = script("lake", "token", "carol")
    url = lake("RUCIO_URL") + did_path(HYY)
    assert ask(url, X_Rucio_Auth_Token=token).status == 200
    script("lake", "expire", token)
    assert ask(url, X_Rucio_Auth_Token=token).headers["ExceptionClass"] == "CannotAuthenticate"


@check("sixteen logins at once all succeed: writers wait for each other")
def _writers() -> None:
    with ThreadPoolExecutor(16) as pool:
        assert {answer.status for answer in pool.map(lambda _: login("bob"), range(16))} == {200}


@check("the twin is found by search, below its container, with six files of about 100 MB")
def _twin() -> None:
    assert rucio("/dids/ATLAS_LAPP_JEZEQUEL/dids/search?name=Hyy*&type=all").rows() == ["Hyy_Oct20"]
    (row,) = rucio(did_path("ATLAS_LAPP_JEZEQUEL:ATLAS_OD_EDU_13TeV") + "/dids").rows()
    assert (row["name"], row["type"]) == ("Hyy_Oct20", "DATASET")
    files = rucio(did_path(HYY) + "/files").rows()
    assert len(files) == 6 and 90e6 < sum(file["bytes"] for file in files) < 110e6


@check("containers lead down to files, three deep")
def _nested() -> None:
    did = "opendata:catalogue"
    for _ in range(4):
        children = rucio(did_path(did) + "/dids").rows()
        did = f"{children[0]['scope']}:{children[0]['name']}"
    assert children[0]["type"] == "FILE" and len(rucio(did_path("opendata:catalogue") + "/files").rows()) == 22


@check("empty, open and container-like DIDs are what they are called")
def _shapes() -> None:
    assert rucio(did_path("data:empty") + "/files").body == b""
    assert rucio(did_path("data:empty.container") + "/dids").body == b""
    assert rucio(did_path("data:open")).rows()[0]["open"] is True
    assert len(rucio(did_path("data:overlap") + "/files").rows()) == 4  # one of three files twice
    assert len(rucio(did_path("data:members") + "/files").rows()) == 2


@check("files with odd names are listed, and their bytes come from the encoded address")
def _odd_names() -> None:
    listed = {row["name"] for row in rucio(did_path("odd:names") + "/files").rows()}
    found = replicas("odd:names")
    assert len(listed) == 15 and set(found) == listed and "Ünïcode-日本-😀.txt" in listed
    for name, row in found.items():
        (pfn,) = row["pfns"]
        assert ask(encoded(pfn)).body == f"contents of {name}\n".encode(), pfn
    assert len(rucio(did_path("odd:a set with blanks+plus%25é") + "/files").rows()) == 3


@check("a file may have no replica, no checksum, only one of them, or one with leading zeros")
def _sums() -> None:
    assert replicas("data:noreplica.bin")["noreplica.bin"]["pfns"] == {}
    row = replicas("data:sums")
    kinds = {name: (bool(file["adler32"]), bool(file["md5"])) for name, file in row.items()}
    assert kinds["sums.none"] == (False, False) and kinds["sums.md5only"] == (False, True)
    assert kinds["sums.adleronly"] == (True, False) and row["sums.leadingzeros"]["adler32"] == f"{zlib.adler32(b'a'):08x}"


@check("readers who do not read block nobody")
def _slow_readers() -> None:
    token = login("alice").headers["X-Rucio-Auth-Token"]
    slow = [connection(lake("RUCIO_URL")) for _ in range(4)]
    for client in slow:
        client.request("GET", "/dids/opendata/dids/search?type=all", headers={"X-Rucio-Auth-Token": token})
    assert rucio(did_path(HYY)).status == 200
    for client in slow:
        client.close()


@check("'reset' brings back the catalogue and files, and takes the faults away")
def _reset() -> None:
    path = script("lake", "file", "OPEN", "data:ok.0")
    script("faults", "corrupt", path)
    script("faults", "set", "storage", "status=503")
    script("lake", "sql", "DELETE FROM contents WHERE scope = 'ATLAS_LAPP_JEZEQUEL'")
    script("lake", "reset")
    forget_tokens()  # tokens are part of the catalogue
    assert len(rucio(did_path(HYY) + "/files").rows()) == 6
    assert f"{zlib.adler32(Path(path).read_bytes()):08x}" == replicas("data:ok")["ok.0"]["adler32"]
    assert ask(lake("FLAKY_URL") + "/open/").status == 200
