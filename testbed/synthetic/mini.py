"""The columns of the tree `mini` of the 13 TeV release of 2020: real names, types and units (MeV)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import awkward as ak
import numpy as np

from synthetic.diphoton import Flags, photons

MEV = 1e3
SCALE_FACTORS = ("PILEUP", "ELE", "MUON", "PHOTON", "TAU", "BTAG", "LepTRIGGER", "PhotonTRIGGER")


@dataclass(frozen=True)
class Process:
    """One sample: its DSID (0: data), cross-section in pb, and what else comes with the two photons."""

    dsid: int
    cross_section: float
    mean_pt: float = 30.0
    jets: float = 1.2
    leptons: float = 0.03


def columns(
    rng: np.random.Generator, process: Process, signal: Flags, first: int, mc_weight: Any, sum_weights: float
) -> dict[str, Any]:
    """The columns of the events number `first` and on."""
    n = len(signal)
    simulated = process.dsid > 0
    event = dict(
        runNumber=np.full(n, process.dsid or 330470, "i4"),
        eventNumber=np.arange(first, first + n, dtype="i4"),
        channelNumber=np.full(n, process.dsid, "i4"),
        mcWeight=mc_weight.astype("f4"),
        trigP=rng.random(n) < 0.97,
        trigE=rng.random(n) < 0.1,
        trigM=rng.random(n) < 0.1,
        met_et=(MEV * rng.exponential(25, n)).astype("f4"),
        met_phi=rng.uniform(-3.1, 3.1, n).astype("f4"),
        XSection=np.full(n, process.cross_section, "f4"),
        SumWeights=np.full(n, sum_weights, "f4"),
    )
    for name in SCALE_FACTORS:
        event["scaleFactor_" + name] = (rng.normal(1, 0.03, n) if simulated else np.ones(n)).astype("f4")
    event["photon"] = photon_columns(rng, process, signal)
    event["jet"] = jet_columns(rng, n, process.jets)
    event["lep"] = other_columns(
        rng, n, process.leptons, "pt eta phi E z0 ptcone30 etcone20 trackd0pvunbiased tracksigd0pvunbiased pt_syst", "charge type"
    )
    event["tau"] = other_columns(rng, n, 0.03, "pt eta phi E BDTid pt_syst", "charge nTracks")
    event["largeRjet"] = other_columns(rng, n, 0.03, "pt eta phi E m D2 tau32 pt_syst", "truthMatched", flags="")
    return event


def photon_columns(rng: np.random.Generator, process: Process, signal: Flags) -> Any:
    n, pair = len(signal), photons(rng, signal, process.mean_pt)

    def f4(values: Any) -> Any:
        return ak.from_regular(values.astype("f4"))

    true = np.broadcast_to(signal[:, None] & (process.dsid > 0), (n, 2))
    return ak.zip(
        dict(
            pt=f4(MEV * pair.pt),
            eta=f4(pair.eta),
            phi=f4(pair.phi),
            E=f4(MEV * pair.pt * np.cosh(pair.eta)),
            isTightID=ak.from_regular(pair.tight),
            trigMatched=ak.from_regular(rng.random((n, 2)) < 0.95),
            truthMatched=ak.from_regular(np.ascontiguousarray(true)),
            ptcone30=f4(rng.exponential(600, (n, 2))),
            etcone20=f4(rng.normal(300, 900, (n, 2))),
            pt_syst=f4(MEV * pair.pt * 0.01),
            convType=ak.from_regular((rng.random((n, 2)) > 0.7).astype("i4")),
        )
    )


def jet_columns(rng: np.random.Generator, n: int, mean: float) -> Any:
    counts = rng.poisson(mean, n)
    total = int(counts.sum())
    values = dict(
        pt=2e4 + 3e4 * rng.exponential(1, total),
        eta=rng.normal(0, 1.8, total),
        phi=rng.uniform(-3.1, 3.1, total),
        E=6e4 + 5e4 * rng.exponential(1, total),
        jvt=rng.random(total),
        MV2c10=rng.uniform(-1, 1, total),
        pt_syst=rng.random(total),
    )
    return ak.zip({name: ak.unflatten(value.astype("f4"), counts) for name, value in values.items()})


def other_columns(
    rng: np.random.Generator, n: int, share: float, floats: str, integers: str, flags: str = "isTightID trigMatched truthMatched"
) -> Any:
    """Leptons, taus, large jets: at most one in an event, with sensible types and no physics."""
    counts = (rng.random(n) < share).astype("i4")
    total = int(counts.sum())
    values: dict[str, Any] = {name: rng.random(total).astype("f4") * 5e4 for name in floats.split()}
    values |= {name: rng.integers(0, 2, total).astype("i4") for name in integers.split()}
    values |= {name: rng.random(total) < 0.9 for name in flags.split()}
    return ak.zip({name: ak.unflatten(value, counts) for name, value in values.items()})
