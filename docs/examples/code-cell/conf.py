project = "A cell and its output"
extensions = ["myst_parser", "sphinx_inpage_exec"]

jupyter = True
