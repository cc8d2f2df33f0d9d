"""Looks for the Higgs boson in the six files, as the notebook does: python -m synthetic.check DIRECTORY

Selects two isolated photons, fits a parabola to the data beside the peak, and compares what is above it with the signal that the
simulated samples predict. Prints one line; exits 1 if the peak is not where and as high as it should be.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import awkward as ak
import numpy as np
import uproot

from synthetic.samples import LUMINOSITY

COLUMNS = ["trigP", "photon_pt", "photon_eta", "photon_phi", "photon_isTightID", "photon_ptcone30", "photon_etcone20"]
WEIGHTS = ["mcWeight", "scaleFactor_PHOTON", "scaleFactor_PhotonTRIGGER", "scaleFactor_PILEUP", "XSection", "SumWeights"]
GEV = 1e-3


def selected(path: Path) -> tuple[Any, Any]:
    """Masses in GeV and the numbers of events that each stands for."""
    events = uproot.open({path: "mini"}).arrays(COLUMNS + WEIGHTS)
    events = events[events.trigP]
    pt, eta, phi = events.photon_pt * GEV, events.photon_eta, events.photon_phi
    away = abs(eta)
    good = events.photon_isTightID & (pt > 25) & (away < 2.37) & ((away < 1.37) | (away > 1.52))
    isolated = (events.photon_ptcone30 / events.photon_pt < 0.065) & (events.photon_etcone20 / events.photon_pt < 0.065)
    keep = ak.all(good & isolated, axis=1)
    pt, eta, phi = (ak.to_numpy(column[keep]) for column in (pt, eta, phi))
    mass = np.sqrt(2 * pt[:, 0] * pt[:, 1] * (np.cosh(eta[:, 0] - eta[:, 1]) - np.cos(phi[:, 0] - phi[:, 1])))
    weight = events[keep]
    product = np.prod([ak.to_numpy(weight[name]) for name in WEIGHTS[:4]], axis=0)
    if path.name.startswith("mc_"):
        product = product * LUMINOSITY * ak.to_numpy(weight.XSection) / ak.to_numpy(weight.SumWeights)
    window = (pt[:, 0] / mass > 0.35) & (pt[:, 1] / mass > 0.25) & (mass > 105) & (mass < 160)
    return mass[window], product[window]


def main(directory: Path) -> int:
    data = np.concatenate([selected(path)[0] for path in directory.glob("data_*.root")])
    predicted = sum(float(selected(path)[1].sum()) for path in directory.glob("mc_*.root"))
    counts, edges = np.histogram(data, bins=110, range=(105, 160))
    centres = (edges[:-1] + edges[1:]) / 2
    beside = abs(centres - 125) > 6
    curve = np.polyval(np.polyfit(centres[beside], counts[beside], 3, w=1 / np.sqrt(counts[beside])), centres)
    peak = abs(centres - 125) < 4.25
    above = (counts - curve)[peak]
    seen, mean = above.sum(), (above * centres[peak]).sum() / above.sum()
    significance = seen / np.sqrt(curve[abs(centres - 125) < 4.25].sum())
    found = f"{seen:.0f} above the background around {mean:.2f} GeV ({significance:.1f} sigma)"
    print(f"{len(data)} events selected, {found}, {predicted:.0f} predicted")
    return 0 if abs(mean - 125) < 1 and significance > 5 and abs(seen / predicted - 1) < 0.4 else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
