"""Makes the six files of the diphoton sample: python -m synthetic DIRECTORY [SCALE]

The same seed gives the same bytes (with the same versions of numpy and uproot). SCALE 0.01 makes files of a hundredth of the
size. Beside the files goes `sums.json`: events, bytes, adler32 and md5 of each.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from synthetic.samples import SAMPLES, make


def main(directory: Path, scale: float = 1.0) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    workers = min(len(SAMPLES), len(os.sched_getaffinity(0)))
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        facts = list(pool.map(make, SAMPLES, [directory] * len(SAMPLES), [scale] * len(SAMPLES)))
    sums = {sample.name: fact for sample, fact in sorted(zip(SAMPLES, facts, strict=True), key=lambda pair: pair[0].name)}
    for name, fact in sums.items():
        print(f"{fact['bytes']:>11,} bytes {fact['events']:>9,} events  {fact['adler32']}  {name}", file=sys.stderr)
    (directory / "sums.json").write_text(json.dumps(sums, indent=1) + "\n")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), *map(float, sys.argv[2:]))
