project = "Values in text"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "inline"

jupyter = {"server": {"url": "http://localhost:8888"}}
