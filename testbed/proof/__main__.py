import sys
from pathlib import Path

from proof import catalogue, faults, lakes, storage  # noqa: F401  (they register their checks)
from proof.checks import run_all

sys.exit(run_all(Path(sys.argv[1]) if sys.argv[1:] else None))
