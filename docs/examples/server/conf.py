project = "A server of your own"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"

jupyter = {"server": {"url": "http://localhost:8888"}}
