"""Notebooks whose tags say how each cell runs and shows."""

extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"
