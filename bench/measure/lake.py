"""The test bed's lake, with the files that the downloads are measured on."""

from __future__ import annotations

from pathlib import Path

from bed import Bed

# RSEs that have all files of the scope `bytes`, by the scheme that they are read with
RSES = {"http": "OPEN", "https": "SITE-A"}


class Lake(Bed):
    """Comes up with the files of the scope `bytes`."""

    def __init__(self, home: Path) -> None:
        super().__init__("lake", LAKE_HOME=str(home))

    def up(self) -> None:
        super().up()
        self.run("seed", "bytes")

    def serve_by(self, scheme: str) -> str:
        """Leaves the files of the scope `bytes` on one storage alone, and says which."""
        one = f"rse_id IN (SELECT id FROM rses WHERE rse = '{RSES[scheme]}')"
        self.run("sql", f"UPDATE replicas SET state = CASE WHEN {one} THEN 'A' ELSE 'U' END WHERE scope = 'bytes'")
        return RSES[scheme]
