project = "Get started"
extensions = ["myst_nb", "sphinx_inpage_exec"]

jupyter = True
