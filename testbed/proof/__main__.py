import sys

from proof import catalogue, faults, lakes, storage  # noqa: F401  (they register their checks)
from proof.checks import run_all

sys.exit(run_all())
