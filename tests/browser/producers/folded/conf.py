"""Cells of our own directive that are folded."""

extensions = ["sphinx_inpage_exec"]
html_theme = "alabaster"
