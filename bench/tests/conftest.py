import sys
from pathlib import Path

BENCH = Path(__file__).parents[1]
sys.path[:0] = [str(BENCH), str(BENCH.parent / "testbed" / "demo"), str(BENCH.parent / "container" / "tests")]
