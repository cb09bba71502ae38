project = "Python in the browser"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"

jupyter = {"lite": {"contents": ["data"]}}
