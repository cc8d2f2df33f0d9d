"""Standard library, and the official tools of the grid.

python -m gridproof [JUNIT-FILE]
"""

import sys
from pathlib import Path

from proof.checks import run_all

from gridproof import logins, storages, tokens  # noqa: F401  (they register their checks)

sys.exit(run_all(Path(sys.argv[1]) if sys.argv[1:] else None, "grid"))
