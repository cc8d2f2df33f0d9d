"""The six files of the diphoton sample: which events they hold, and writing them.

The data stand for 10.064 /fb: they hold as many Higgs bosons as the simulated samples predict with L x XSection / SumWeights.
"""

from __future__ import annotations

import hashlib
import uuid
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import awkward as ak
import numpy as np
import uproot

from synthetic.mini import Process, columns

SEED = 2026
LUMINOSITY = 10064.0  # 1/pb
STEP = 20000

GGH = Process(343981, 0.102, mean_pt=30)
VBF = Process(345041, 0.008518, mean_pt=80, jets=2.6)
WPH = Process(345318, 0.0019, mean_pt=70, jets=1.4, leptons=0.33)
TTH = Process(341081, 0.001150, mean_pt=90, jets=5.5, leptons=0.3)
DATA = Process(0, 0.0)


@dataclass(frozen=True)
class Sample:
    """One file: so many events; of data, which share of the luminosity."""

    name: str
    process: Process
    events: int
    share: float = 0.0

    def higgses(self) -> int:
        if self.process.dsid:
            return self.events
        return round(LUMINOSITY * self.share * sum(p.cross_section for p in (GGH, VBF, WPH, TTH)))


SAMPLES = [
    Sample("data_B.GamGam.root", DATA, 465_000, 0.75),  # the largest first: the others are made beside it
    Sample("data_A.GamGam.root", DATA, 155_000, 0.25),
    Sample("mc_343981.ggH125_gamgam.GamGam.root", GGH, 60_000),
    Sample("mc_345041.VBFH125_gamgam.GamGam.root", VBF, 20_000),
    Sample("mc_341081.ttH125_gamgam.GamGam.root", TTH, 15_000),
    Sample("mc_345318.WpH125J_Wincl_gamgam.GamGam.root", WPH, 15_000),
]


def make(sample: Sample, directory: Path, scale: float) -> dict[str, Any]:
    number = zlib.crc32(sample.name.encode())
    rng = np.random.default_rng([SEED, number])
    n = max(100, round(sample.events * scale))
    signal = np.zeros(n, bool)
    signal[: min(n, max(1, round(sample.higgses() * scale)))] = True
    rng.shuffle(signal)
    weights = np.where(rng.random(n) < 0.02, -1.0, 1.0) if sample.process.dsid else np.ones(n)
    sum_weights = float(weights.sum()) if sample.process.dsid else 0.0
    path = directory / sample.name
    # Neither the time nor a random identifier goes into the file.
    fixed_id = uuid.UUID(int=number)
    with (
        mock.patch("uproot._util.datetime_to_code", return_value=0),
        uproot.recreate(path, compression=uproot.ZLIB(4), uuid_function=lambda: fixed_id) as file,
    ):
        tree = None
        for first in range(0, n, STEP):
            part = slice(first, min(n, first + STEP))
            chunk = columns(rng, sample.process, signal[part], first, weights[part], sum_weights)
            tree = tree or file.mktree(
                "mini",
                {name: value.type.content if isinstance(value, ak.Array) else value.dtype for name, value in chunk.items()},
                counter_name=lambda counted: counted + "_n",
                field_name=lambda outer, inner: inner if outer == "" else outer + "_" + inner,
            )
            tree.extend(chunk)
    data = path.read_bytes()
    return dict(events=n, bytes=len(data), adler32=f"{zlib.adler32(data):08x}", md5=hashlib.md5(data).hexdigest())
