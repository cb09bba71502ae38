project = "Kernels of a gateway"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"

jupyter = {"server": {"url": "https://kernels.example.org"}}
