"""Runs the notebook in a real kernel, as a person would: variable bound, parameters changed, every cell from the top."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbclient
import nbformat

NOTEBOOK = Path(__file__).parents[1] / "hyy.ipynb"


@dataclass(frozen=True)
class Executed:
    folder: Path
    printed: list[str]

    @property
    def result(self) -> dict[str, Any]:
        result: dict[str, Any] = json.loads((self.folder / "hyy.json").read_text(encoding="utf-8"))
        return result

    @property
    def events_expected(self) -> dict[str, float]:
        events: dict[str, float] = self.result["events_expected"]
        return events


def execute(folder: Path, files: object, **parameters: object) -> Executed:
    """`files` is what the panel would bind to the variable; None binds nothing."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    place = 1 + next(
        i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])
    )
    values = {} if files is None else {"hyy_oct20": files}
    values |= parameters | {"output_dir": str(folder)}
    injected = "\n".join(f"{name} = {value!r}" for name, value in values.items())
    notebook.cells.insert(place, nbformat.v4.new_code_cell(injected))

    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()

    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return Executed(folder, "".join(o.text for o in outputs if o.get("name") == "stdout").splitlines())


def refusal(folder: Path, files: object, **parameters: object) -> str:
    """What the person reads when the notebook stops."""
    try:
        execute(folder, files, **parameters)
    except nbclient.exceptions.CellExecutionError as error:
        return f"{error.ename}: {error.evalue}"
    raise AssertionError("the notebook ran to its end")
