"""A notebook among tabs, cards, dropdowns, toggles, copy buttons and included files."""

extensions = ["myst_nb", "sphinx_design", "sphinx_togglebutton", "sphinx_copybutton", "sphinx_inpage_exec"]
nb_execution_mode = "off"
exclude_patterns = ["included.md"]
myst_enable_extensions = ["colon_fence"]
