"""The test bed's lake, with what is measured on: files to download, and a catalogue of some size."""

from __future__ import annotations

from pathlib import Path

from bed import Bed

# RSEs that have all files of the scope `bytes`, by the scheme that they are read with
RSES = {"http": "OPEN", "https": "SITE-A"}


class Lake(Bed):
    """Comes up with the sets of seeds that are named: `bytes`, `big`."""

    def __init__(self, home: Path, *sets: str) -> None:
        super().__init__("lake", "--sets", ",".join(("small", *sets)), LAKE_HOME=str(home))

    def serve_by(self, scheme: str) -> str:
        """Leaves the files of the scope `bytes` on one storage alone, and says which."""
        one = f"rse_id IN (SELECT id FROM rses WHERE rse = '{RSES[scheme]}')"
        self.run("sql", f"UPDATE replicas SET state = CASE WHEN {one} THEN 'A' ELSE 'U' END WHERE scope = 'bytes'")
        return RSES[scheme]
