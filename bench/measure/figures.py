"""What a measurement says, whether it holds its target, and how it is written down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """The medians of several rounds: ours, and the other's where there is one. A target is for the ratio then, else for ours."""

    name: str
    rounds: Sequence[float]
    unit: str
    other_rounds: Sequence[float] = ()
    target: float | None = None
    note: str = ""

    @property
    def ours(self) -> float:
        return median(self.rounds)

    @property
    def other(self) -> float | None:
        return median(self.other_rounds) if self.other_rounds else None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.other if self.other else None

    @property
    def holds(self) -> bool | None:
        if self.target is None:
            return None
        return (self.ours if self.ratio is None else self.ratio) <= self.target

    def as_json(self) -> dict[str, Any]:
        def rounded(value: float | None) -> float | None:
            return None if value is None else round(value, 3)

        return {
            "name": self.name,
            "ours": rounded(self.ours),
            "other": rounded(self.other),
            "ratio": rounded(self.ratio),
            "unit": self.unit,
            "target": self.target,
            "holds": self.holds,
        }


def write(figures: Sequence[Figure], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = ",\n".join("  " + json.dumps(figure.as_json()) for figure in figures)
    file.write_text(f"[\n{rows}\n]\n" if rows else "[]\n", encoding="utf-8")


def table(figures: Sequence[Figure]) -> str:
    """The same for people, with the spread of the rounds."""
    rows: list[tuple[str, ...]] = [("what", "ours", "other", "ratio", "target", "holds", "rounds", "")]
    rows += [_row(figure) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    def number(value: float | None, suffix: str = "") -> str:
        return "" if value is None else f"{value:.3g}{suffix}" if value < 100 else f"{value:.0f}{suffix}"

    unit = f" {figure.unit}"
    return (
        figure.name,
        number(figure.ours, unit),
        number(figure.other, unit),
        number(figure.ratio, " ×"),
        number(figure.target, unit if figure.ratio is None else " ×"),
        {None: "", True: "yes", False: "NO"}[figure.holds],
        f"{len(figure.rounds)}: {number(min(figure.rounds))} … {number(max(figure.rounds))}",
        figure.note,
    )


def missed(figures: Sequence[Figure]) -> str:
    """One clear line; empty when every target holds."""
    names = [figure.name for figure in figures if figure.holds is False]
    return f"{len(names)} of {sum(f.target is not None for f in figures)} targets missed: {', '.join(names)}" if names else ""


def percentile(times: list[float], share: int) -> float:
    """The time that so many of a hundred do not exceed."""
    return sorted(times)[max(0, -(-len(times) * share // 100) - 1)]
