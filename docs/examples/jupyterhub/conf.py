project = "A server on a JupyterHub"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"

jupyter = {"server": {"url": "https://hub.example.org/user/alice/"}}
