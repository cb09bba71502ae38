import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "A theme of its own"
extensions = ["sphinx_inpage_exec", "progress"]
templates_path = ["_templates"]

jupyter = {"server": {"url": "http://localhost:8888"}}
