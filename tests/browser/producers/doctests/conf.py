"""An API reference whose examples run in the page."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton", "sphinx_inpage_exec"]
inpage_exec_doctests = True
copybutton_prompt_text = ">>> "
