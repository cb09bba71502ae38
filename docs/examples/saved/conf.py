project = "A Binder whose servers are not kept"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"

jupyter = {"binder": {"repo": "fruit/orchard"}, "disableSessionSaving": True}
