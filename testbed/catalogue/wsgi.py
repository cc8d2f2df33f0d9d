"""The WSGI entry of the testbed's Rucio server: the real application, plus what SQLite needs.

Run by gunicorn as `catalogue.wsgi:application`. Reads LAKE_RUCIO_LOCK: the file whose lock serialises writers across processes;
reads run in parallel (WAL). And LAKE_RUCIO_SUBJECT, below.
"""

from __future__ import annotations

import fcntl
import gc
import os
import re
from collections.abc import Callable, Iterable
from typing import Any

gc.disable()  # while loading; frozen below, so that forked processes share the pages

from rucio.db.sqla import session  # noqa: E402

from catalogue.sqlite_tuning import tune  # noqa: E402

engine = session.get_engine()
tune(engine)
# Connections opened while loading belong to the master process.
os.register_at_fork(after_in_child=lambda: engine.dispose(close=False))

from rucio.core import authentication, config, replica_sorter  # noqa: E402
from rucio.web.rest.main import application as rucio  # noqa: E402

# Production has memcached; without any cache each row of /replicas/list costs several queries for options that are not set.
# Options are remembered for two seconds, distances (there is no GeoIP database here) for an hour.
config.REGION.configure("dogpile.cache.memory", expiration_time=2, replace_existing_backend=True)
replica_sorter.REGION.configure("dogpile.cache.memory", expiration_time=3600, replace_existing_backend=True)
# Production trusts a validated token for 900 s; here `lake expire` shall work at once.
authentication.TOKENREGION.expiration_time = 0.001

gc.freeze()
gc.enable()

LOCK = os.environ["LAKE_RUCIO_LOCK"]
# The header in which a TLS front in the same lake hands on the subject of the client's certificate; no front, no header.
SUBJECT = "HTTP_" + os.environ.get("LAKE_RUCIO_SUBJECT", "").upper().replace("-", "_")
# POST requests that only read.
READS = re.compile(r"/(replicas/(list|datasets_bulk|dids)|dids/(bulkfiles|bulkmeta|bulkparents)|locks/bulk_locks_for_dids)/?")


def writes(method: str, path: str) -> bool:
    if method in ("GET", "HEAD", "OPTIONS"):
        return path.startswith("/auth/") and path != "/auth/validate"
    return not (method == "POST" and READS.fullmatch(path))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    environ.setdefault("REQUEST_URI", environ.get("RAW_URI", environ.get("PATH_INFO", "")))
    subject = environ.pop(SUBJECT, "")
    if subject not in ("", "(null)"):
        environ["SSL_CLIENT_S_DN"] = subject
    if "HTTP_TRANSFER_ENCODING" in environ:  # as mod_wsgi answers in production
        start_response("411 Length Required", [("Content-Type", "text/html"), ("Connection", "close")])
        return [b"<html><head><title>411 Length Required</title></head></html>"]
    if not writes(environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")):
        return rucio(environ, start_response)  # type: ignore[no-any-return]
    descriptor = os.open(LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        answer = rucio(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            if hasattr(answer, "close"):
                answer.close()
    finally:
        os.close(descriptor)
