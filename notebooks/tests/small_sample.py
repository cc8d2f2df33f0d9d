"""Files of a few thousand events with only the columns that the notebook reads; every event passes its selection."""

from dataclasses import dataclass
from pathlib import Path

import awkward as ak
import numpy as np
import uproot


@dataclass(frozen=True)
class Form:
    """How a release names what the notebook reads; `unit` is how many of its units make a GeV."""

    tree: str
    unit: float
    isolation: tuple[str, ...]
    scale_factors: tuple[str, ...]
    weights: tuple[str, str]


FORMS = {
    2020: Form(
        tree="mini",
        unit=1e3,
        isolation=("ptcone30", "etcone20"),
        scale_factors=("scaleFactor_PILEUP", "scaleFactor_PHOTON", "scaleFactor_PhotonTRIGGER"),
        weights=("XSection", "SumWeights"),
    ),
    2025: Form(
        tree="analysis",
        unit=1.0,
        isolation=("ptcone20", "topoetcone40"),
        scale_factors=("ScaleFactor_PILEUP", "ScaleFactor_PHOTON", "kfac", "filteff"),
        weights=("xsec", "sum_of_weights"),
    ),
}


def masses(signal: int, background: int = 0) -> np.ndarray:
    """In GeV, within the range of the fit."""
    random = np.random.default_rng(7)
    falling = 105 + random.exponential(28, background)
    return np.concatenate([random.normal(125, 1.7, signal), falling[falling < 160]])


def photons(mass: np.ndarray, release: int) -> dict[str, ak.Array]:
    """Two photons of equal pT, back to back around the beam, that have this mass."""
    form = FORMS[release]
    two = np.ones((len(mass), 2))
    pt = mass / np.sqrt(2 * (np.cosh(0.9) + 1))
    columns = {"pt": pt[:, None] * two * form.unit, "eta": two * [0.5, -0.4], "phi": two * [0, np.pi]}
    columns |= dict.fromkeys(form.isolation, 0 * two)
    columns = {name: ak.from_regular(values.astype("f4")) for name, values in columns.items()}
    return columns | {"isTightID": ak.from_regular(two.astype(bool))}


def write(
    path: Path, mass: np.ndarray, release: int = 2020, cross_section: float = 0, sum_of_weights: float = 0
) -> str:
    form = FORMS[release]
    numbers: dict[str, float] = {"mcWeight": 1, **dict.fromkeys(form.scale_factors, 1)}
    numbers |= dict(zip(form.weights, (cross_section, sum_of_weights), strict=True))
    columns = {name: np.full(len(mass), value, "f8") for name, value in numbers.items()}
    columns |= {"trigP": np.ones(len(mass), bool)}
    jagged = {f"photon_{name}": values for name, values in photons(mass, release).items()}
    types = {name: values.dtype for name, values in columns.items()}
    types |= {name: values.type.content for name, values in jagged.items()}
    with uproot.recreate(path) as file:
        file.mktree(form.tree, types, counter_name=lambda _: "photon_n").extend(columns | jagged)
    return str(path)
