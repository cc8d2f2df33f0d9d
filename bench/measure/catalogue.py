"""The catalogue at size, page by page through the service's API, against reading the same from the same Rucio; and what one instance
that hangs does to another, and to Jupyter."""

from __future__ import annotations

import contextlib
import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from jupyter import JupyterLab

from . import at_rest, scroll
from .downloads import interleaved
from .figures import Figure, percentile
from .lake import Lake
from .rucio import Lists
from .service import Client, NotMeasured, Service

INSTANCE, HUNG = "lake", "hung"
SCOPE, MATCHES = "big", 100_001  # datasets, and a container
DATASET, FILES = "bigfiles:ds50k", 50_000
PAGE = 100  # rows, of a search as of a dataset: what the panel asks for
IN_SIGHT = 50  # rows that a tall screen shows
SEARCH = f"/instances/{INSTANCE}/search?" + urlencode({"did": f"{SCOPE}:*", "type": "all", "limit": PAGE})
MEMORY, PAGE_BYTES = 20.0, 100.0  # MB, kB
BLOCKS, QUESTIONS, ASKING = 8, 25, 20  # questions in a block; callers that ask the instance that hangs
A_PERSONS_PAUSE = 2.0  # seconds between two tries of one caller
SETTLED = 1.0  # seconds until all of them wait


@dataclass
class Browsed:
    """A list that was paged through to its end."""

    first: float = 0.0
    whole: float = 0.0
    names: set[str] = field(default_factory=set)
    last_page: list[str] = field(default_factory=list)
    largest: int = 0  # bytes of one page


def browse(client: Client, route: str, of: int, pages: int | None = None) -> Browsed:
    """From the first page to the last, or for so many pages; every row has to come once."""
    seen, cursor = Browsed(), ""
    began = time.perf_counter()
    while pages is None or pages > 0:
        answer = client.ask("GET", route + (f"&cursor={quote(cursor)}" if cursor else ""))
        page = json.loads(answer)
        seen.first = seen.first or time.perf_counter() - began
        seen.largest = max(seen.largest, len(answer))
        seen.last_page = [row["did"] for row in page["rows"]]
        before = len(seen.names)
        seen.names.update(seen.last_page)
        if len(seen.names) - before != len(seen.last_page):
            raise NotMeasured(f"{route}: rows came twice, after {before} rows")
        cursor = page.get("cursor") or ""
        pages = None if pages is None else pages - 1
        if not cursor:
            break
    seen.whole = time.perf_counter() - began
    if pages is None and len(seen.names) != of:
        raise NotMeasured(f"{route}: {len(seen.names)} rows came, and there are {of}")
    return seen


def read_whole(client: Client, route: str, of: int) -> tuple[float, float]:
    """Seconds to the first page, and until the last page is there: with it the service says how long the list is."""
    began = time.perf_counter()
    page = client.call("GET", route)
    first = time.perf_counter() - began
    number = page["cursor"].partition("-")[0]
    while page.get("total") is None:  # a question waits for its rows, but not for ever
        page = client.call("GET", f"{route}&cursor={number}-{of - PAGE}")
    if page["total"] != of or len(page["rows"]) != PAGE:
        raise NotMeasured(f"{route}: the last page has {len(page['rows'])} rows of {page['total']}, and there are {of}")
    return first, time.perf_counter() - began


def children(refresh: bool = True) -> str:
    query = {"did": DATASET, "limit": str(PAGE)} | ({"refresh": "true"} if refresh else {})
    return f"/instances/{INSTANCE}/children?{urlencode(query)}"


def settings(lake: Lake, folder: Path) -> dict[str, str]:
    """Two instances of one Rucio, the second behind a relay that can be told to be silent."""
    instances = {INSTANCE: {"url": lake["LAKE_RUCIO_URL"]}, HUNG: {"url": lake["LAKE_RUCIO_FLAKY_URL"]}}
    file = folder / "two-instances.yaml"
    file.write_text(json.dumps({"default_instance": INSTANCE, "instances": instances}), encoding="utf-8")  # JSON is YAML
    return {"LAKESIDE_SETTINGS": str(file)}


def log_in(client: Client, *instances: str) -> None:
    for name in instances:
        client.call("POST", f"/instances/{name}/login", {"kind": "userpass", "username": "alice", "password": "secret"})


def measured(
    lake: Lake, service: Callable[[], Service], rounds: int, environment: Mapping[str, str], place: Path
) -> Iterator[Figure]:
    lists = Lists(lake["LAKE_RUCIO_URL"])
    with service() as running:
        yield from searched(running, lists, rounds)
    with service() as running:
        yield from opened(running, lists, rounds)
    with service() as running:
        yield from beside_one_that_hangs(lake, running)
    yield jupyter_beside_one_that_hangs(lake, environment, place)
    if missing := scroll.missing():
        print(f"  catalogue.scroll-100k: not measured, {missing}", flush=True)
    else:
        yield scroll.scrolled(INSTANCE, SCOPE, MATCHES, environment, place)


# ---------------------------------------------------------------- a search


def searched(running: Service, lists: Lists, rounds: int) -> Iterator[Figure]:
    client = running.client()
    log_in(client, INSTANCE)

    def ours() -> float:
        return browse(client, SEARCH, MATCHES, pages=1).whole

    def rucios() -> float:
        return lists.search(SCOPE, PAGE + 1).whole

    for _ in range(3):
        ours(), rucios()
    first = interleaved(max(30, rounds), ours, rucios)
    yield Figure("catalogue.search-first-page", first[0], "s", first[1], 1.2, f"{MATCHES} matches; Rucio for as many rows")
    time.sleep(at_rest.REST)
    before = running.pss()
    whole = interleaved(max(3, rounds // 2), lambda: browse(client, SEARCH, MATCHES).whole, lambda: lists.search(SCOPE).whole)
    yield Figure(
        "catalogue.search-all", whole[0], "s", whole[1], None, f"all {MATCHES} rows in pages of {PAGE}; Rucio's one stream"
    )
    yield at_rest.growth("catalogue.search-memory", running, before, f"all {MATCHES} rows browsed {len(whole[0])} times", MEMORY)


# ---------------------------------------------------------------- a dataset


def opened(running: Service, lists: Lists, rounds: int) -> Iterator[Figure]:
    client = running.client()
    log_in(client, INSTANCE)
    client.call("GET", SEARCH)
    time.sleep(at_rest.REST)
    before = running.pss()
    firsts: tuple[list[float], list[float]] = ([], [])

    def ours() -> float:
        first, whole = read_whole(client, children(), FILES)
        firsts[0].append(first)
        return whole

    def rucios() -> float:
        reading = lists.content(DATASET)
        if reading.rows != FILES:
            raise NotMeasured(f"{DATASET}: Rucio gave {reading.rows} rows, and there are {FILES}")
        firsts[1].append(reading.first)
        return reading.whole

    whole = interleaved(rounds, ours, rucios)
    later = [mine - its for mine, its in zip(*firsts, strict=True)]
    yield Figure("catalogue.dataset-first-page", later, "s", target=0.3, note=f"{FILES} files; later than Rucio's first byte")
    yield Figure("catalogue.dataset-all", whole[0], "s", whole[1], 1.2, "until the service has all of it; Rucio's one stream")
    pages = [browse(client, children(), FILES) for _ in range(max(3, rounds // 2))]
    took = [page.whole for page in pages]
    yield Figure("catalogue.dataset-browsed", took, "s", note=f"every row, in {-(-FILES // PAGE)} pages one after another")
    largest = max(page.largest for page in pages)
    yield Figure("catalogue.dataset-page", [largest / 1e3], "kB", target=PAGE_BYTES, note=f"the largest, of {PAGE} rows")
    note = f"it was read {rounds + len(pages)} times and all of it browsed {len(pages)} times"
    yield at_rest.growth("catalogue.dataset-memory", running, before, note, MEMORY)
    yield in_sight(client, pages[0].last_page, rounds)


def in_sight(client: Client, dids: list[str], rounds: int) -> Figure:
    """Where the files in sight are, and what is here of them, which are two questions at once."""
    rows = dids[:IN_SIGHT]
    query = urlencode([("did", did) for did in rows])

    def follow() -> float:
        began = time.perf_counter()
        found = client.call("GET", f"/instances/{INSTANCE}/replicas?{query}")["rows"]
        client.call("GET", f"/states?instance={INSTANCE}&{query}")
        took = time.perf_counter() - began
        if sum(bool(row["replicas"]) for row in found) != len(rows):
            raise NotMeasured(f"replicas of {len(rows)} files were asked for: {json.dumps(found)[:500]}")
        return took

    note = f"replicas and states of {len(rows)} of its files"
    return Figure("catalogue.rows-in-sight", [follow() for _ in range(rounds)], "s", target=1.0, note=note)


# ---------------------------------------------------------------- beside an instance that hangs


def beside_one_that_hangs(lake: Lake, running: Service) -> Iterator[Figure]:
    client = running.client()
    log_in(client, INSTANCE, HUNG)

    def ask_healthy() -> None:
        client.call("GET", SEARCH)

    def ask_hung() -> None:
        mine = Client(running.socket, timeout=180)
        with contextlib.suppress(NotMeasured, OSError):  # whatever it says of the one that hangs
            mine.call("GET", SEARCH.replace(f"/{INSTANCE}/", f"/{HUNG}/"))
        mine.close()

    hanging, usual = compared(lake, ask_healthy, ask_hung)
    yield nearly_all("catalogue.beside-hung", hanging, usual, 1.5, "a search, while another instance hangs")


def jupyter_beside_one_that_hangs(lake: Lake, environment: Mapping[str, str], place: Path) -> Figure:
    lab = JupyterLab(place / "jupyter", place, dict(environment))
    try:
        lab.start()
        lab.wait_for_service()
        for name in (INSTANCE, HUNG):
            who = {"kind": "userpass", "username": "alice", "password": "secret"}
            lab.call("POST", f"lakeside/api/v1/instances/{name}/login", who)

        def ask_hung() -> None:
            request = urllib.request.Request(f"{lab.url}/lakeside/api/v1{SEARCH.replace(f'/{INSTANCE}/', f'/{HUNG}/')}")
            request.add_header("Authorization", f"token {lab.token}")
            with contextlib.suppress(OSError):
                urllib.request.urlopen(request, timeout=180).close()

        hanging, usual = compared(lake, lambda: lab.get("api/contents?content=0"), ask_hung)
    finally:
        lab.stop()
    return nearly_all("catalogue.jupyter-beside-hung", hanging, usual, 1.5, "Jupyter's own /api/contents meanwhile")


def nearly_all(name: str, hanging: list[float], usual: list[float], target: float, note: str) -> Figure:
    """By what 99 of 100 do not exceed."""
    return Figure(name, [percentile(hanging, 99)], "s", [percentile(usual, 99)], target, f"99 of 100; {note}")


def compared(lake: Lake, ask: Callable[[], object], ask_hung: Callable[[], None]) -> tuple[list[float], list[float]]:
    """What a question takes while the other instance hangs, with callers who wait for that one, and usually; in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(5):
        ask()
    for _ in range(BLOCKS):
        times[1].extend(timed(ask) for _ in range(QUESTIONS))
        over = threading.Event()
        callers = [threading.Thread(target=until, args=(over, ask_hung), daemon=True) for _ in range(ASKING)]
        with silent(lake):
            for caller in callers:
                caller.start()
            time.sleep(SETTLED)
            times[0].extend(timed(ask) for _ in range(QUESTIONS))
            over.set()
        for caller in callers:
            caller.join()  # what was waiting is answered now, and must not be in the way of the next block
    return times


def until(over: threading.Event, ask: Callable[[], None]) -> None:
    while not over.is_set():
        ask()
        over.wait(A_PERSONS_PAUSE)


def timed(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


@contextlib.contextmanager
def silent(lake: Lake) -> Iterator[None]:
    """The relay takes every request and answers none; at the end those that wait are let go."""

    def rule(words: object) -> None:
        request = urllib.request.Request(f"{lake['LAKE_FAULTS_URL']}/rucio", json.dumps(words).encode(), method="PUT")
        urllib.request.urlopen(request, timeout=60).close()

    rule([{"hang": True}])
    try:
        yield
    finally:
        rule([])
