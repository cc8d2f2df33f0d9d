"""Two photons from a falling mass spectrum or from a Higgs boson of 125 GeV, as the detector would list them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

HIGGS_MASS = 125.0
RESOLUTION = 1.7
# Most of what looks like two photons is not: this is how often one of them passes the tight identification.
TIGHT_SIGNAL, TIGHT_BACKGROUND = 0.95, 0.42


@dataclass(frozen=True)
class Photons:
    """Two for each event, the harder one first: arrays of shape (events, 2), in GeV."""

    pt: Floats
    eta: Floats
    phi: Floats
    tight: Flags


def photons(rng: np.random.Generator, signal: Flags, mean_pt: float) -> Photons:
    """Photons of events of which `signal` says where they come from; `mean_pt` is how hard the pair recoils."""
    n = len(signal)
    mass = np.where(signal, rng.normal(HIGGS_MASS, RESOLUTION, n), 100 + rng.exponential(28.0, n))
    pt, phi, rapidity = rng.exponential(mean_pt, n), rng.uniform(-np.pi, np.pi, n), rng.normal(0, 0.9, n)
    # An isotropic decay at rest, then the boost of both photons into the laboratory.
    cosine, angle = rng.uniform(-0.85, 0.85, n), rng.uniform(-np.pi, np.pi, n)
    sine = np.sqrt(1 - cosine**2)
    direction = np.stack([sine * np.cos(angle), sine * np.sin(angle), cosine])
    transverse_mass = np.hypot(mass, pt)
    momentum = np.stack([pt * np.cos(phi), pt * np.sin(phi), transverse_mass * np.sinh(rapidity)])
    energy = transverse_mass * np.cosh(rapidity)
    gamma, beta = energy / mass, momentum / energy
    both = []
    for sign in (1, -1):
        at_rest = sign * direction * mass / 2
        along = (beta * at_rest).sum(0)
        seen = at_rest + beta * (gamma**2 / (gamma + 1) * along + gamma * mass / 2)
        seen_pt = np.hypot(seen[0], seen[1])
        both.append((seen_pt, np.arcsinh(seen[2] / seen_pt), np.arctan2(seen[1], seen[0])))
    pts, etas, phis = (np.stack([both[0][i], both[1][i]], axis=1) for i in range(3))
    order = np.argsort(-pts, axis=1)
    tight = rng.random((n, 2)) < np.where(signal, TIGHT_SIGNAL, TIGHT_BACKGROUND)[:, None]
    pts, etas, phis = (np.take_along_axis(values, order, axis=1) for values in (pts, etas, phis))
    return Photons(pts, etas, phis, tight)
