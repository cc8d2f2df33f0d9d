"""What `bench/run` does, in order."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bed import Refused

from . import at_rest, catalogue, downloads, identity, image, lab
from .figures import Figure, missed, table, write
from .lake import Lake
from .machine import machine
from .service import NotMeasured, Service

BUILD = Path(__file__).parents[2] / "build"
LOG = BUILD / "bench" / "service.log"
INSTANCE = "lake"
ROOM = 4 * 2**30  # bytes: two files of 1 GiB, and as much again
CACHE = BUILD / "bench" / "cache"  # XDG_CACHE_HOME of what is measured


def main(about: str) -> int:
    parser = argparse.ArgumentParser(prog="bench/run", description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="measure each download and start so often (default 7)")
    parser.add_argument("--dir", type=Path, help="where both sides write (default /dev/shm if there is room, else build/bench)")
    parser.add_argument("--java", default="", help="another `java` than the one that comes with the package")
    parser.add_argument("--jar", default="", help="another jar than the one in the package")
    parser.add_argument(
        "--java-option", action="append", default=[], metavar="OPTION", help="one more for Java, such as -Xmx300m"
    )
    parser.add_argument(
        "--only",
        choices=("service", "downloads", "catalogue", "identity", "image"),
        help="a part of it; the image is measured only so",
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 when a target is missed")
    options = parser.parse_args()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))  # so that what was started is ended
    LOG.parent.mkdir(parents=True, exist_ok=True)
    LOG.write_bytes(b"")
    figures: list[Figure] = []
    try:
        with place(options.dir) as folder:
            print(machine(), f"Files are written to {folder.parent}.", sep="\n", flush=True)
            for figure in measure(options, folder):
                figures.append(figure)
                print(f"  {figure.name}: {figure.ours:.3g} {figure.unit}", flush=True)
    except (NotMeasured, Refused, OSError) as reason:
        print(f"bench: {reason}\nThe service's log: {LOG}", file=sys.stderr)
        return 2
    finally:
        if figures:  # not over the last ones when there are none
            write(figures, BUILD / "bench.json")
    print("", table(figures), "", sep="\n")
    print(missed(figures) or "every target holds", f"(figures in {BUILD / 'bench.json'})")
    return 1 if options.strict and missed(figures) else 0


def measure(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    if options.only == "image":
        yield from image.measured(options.rounds, folder)
        return
    if options.only != "identity":
        yield from with_lake(options, folder)
    if options.only == "identity" or (options.only is None and identity.installed()):
        java, jar = Service.java(options.java, options.jar, options.java_option)
        yield from identity.voms_proxies(java, jar, folder, max(30, options.rounds))
        yield from identity.login(java, jar, folder, max(30, options.rounds))
    elif options.only is None:
        print("  identity: not measured, the grid of the test bed is not installed (sudo testbed/gridlake install)", flush=True)


def with_lake(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    caches = CACHE / "lakeside"
    print(f"  {Service.train(options.java, options.jar, options.java_option, caches)}", flush=True)
    sets = {"service": ["bytes"], "downloads": ["bytes"], "catalogue": ["big"]}.get(options.only, ["bytes", "big"])
    with Lake(BUILD / "bench" / "lake", *sets) as lake:

        def service(more: Mapping[str, str] = {}, cache: Path | None = caches) -> Service:  # noqa: B006 (it is only read)
            wanted = settings(lake, folder) | dict(more)
            return Service.shipped(folder, LOG, wanted, options.java, options.jar, options.java_option, cache)

        if options.only in (None, "service"):
            yield at_rest.start("service.start", service, options.rounds, target=0.5)
            yield at_rest.start("service.first-start", lambda: service(cache=None), options.rounds, target=1.2)
            with service() as running:
                instance = downloads.Instance(running.client(), INSTANCE, folder / "data")
                instance.log_in()
                instance.client.call("GET", f"/instances/{INSTANCE}/search?did=bytes:*&type=all&limit=100")
                yield at_rest.memory("service.memory", running, "a login and a search", target=150)
            if not (options.java or options.jar):
                environment = settings(lake, folder) | {"XDG_CACHE_HOME": str(CACHE)}
                yield lab.start(folder, environment, options.rounds, target=0.1)
        if options.only in (None, "downloads"):
            with service() as running:
                instance = downloads.Instance(running.client(), INSTANCE, folder / "data")
                instance.log_in()
                yield downloads.one_file(lake, instance, "http", options.rounds, target=1.4)
                yield downloads.one_file(lake, instance, "https", options.rounds, target=1.4)
                yield downloads.small_files(lake, instance, options.rounds)
                yield at_rest.memory("service.memory.used", running, "all these downloads")
        if options.only in (None, "catalogue"):
            two = catalogue.settings(lake, folder)
            environment = settings(lake, folder) | {"XDG_CACHE_HOME": str(CACHE)} | two
            yield from catalogue.measured(lake, lambda: service(two), options.rounds, environment, folder)


def settings(lake: Lake, folder: Path) -> dict[str, str]:
    return {
        "LAKESIDE_RUCIO_URL": lake["LAKE_RUCIO_URL"],
        "LAKESIDE_RUCIO_NAME": INSTANCE,
        "LAKESIDE_CA_FILES": lake["LAKE_CA"],
        "LAKESIDE_DATA_DIR": str(folder / "data"),
        "LAKESIDE_STATE_DIR": str(folder / "state"),
        "XDG_CONFIG_HOME": str(folder),
    }


@contextmanager
def place(wanted: Path | None) -> Iterator[Path]:
    """An empty folder in memory if there is room for it: a disk would be measured with every download otherwise."""
    memory = Path("/dev/shm")
    base = wanted or (memory if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else BUILD / "bench")
    base.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lakeside-bench-", dir=base) as folder:
        (Path(folder) / "data").mkdir()
        yield Path(folder)
