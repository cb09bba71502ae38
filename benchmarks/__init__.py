"""The benchmark: this project beside what readers would otherwise get, and beside what is possible."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

# The servers and sites of the browser tests are those of the benchmark.
sys.path.append(str(ROOT / "tests" / "browser"))
