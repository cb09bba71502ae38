"""A notebook with values in its text, which it gets while it is built."""

extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "inline"
