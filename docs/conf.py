"""The documentation is built with the extension that it documents."""

import sys
from pathlib import Path

import sphinx_inpage_exec

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sphinx_inpage_exec"
author = "the authors of sphinx_inpage_exec"
project_copyright = author
release = version = sphinx_inpage_exec.__version__

extensions = [
    "myst_nb",
    "sphinx_copybutton",
    "sphinx-mathjax-offline",
    "sphinx_inpage_exec",
    "generated",
    "troubles",
]
exclude_patterns = ["_build", "examples", "jupyter_execute"]

jupyter = True

# The notebook carries its outputs, so that a build needs no kernel and comes out the same everywhere.
nb_execution_mode = "off"
myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
# Tables show what is to be typed.
smartquotes = False

html_theme = "furo"
html_title = "sphinx-inpage-exec"
html_static_path = ["_static"]
