"""Pages whose cells are in several languages."""

extensions = ["sphinx_inpage_exec"]
