project = "Harvest"
extensions = ["sphinx_inpage_exec"]
inpage_exec_doctests = True

jupyter = {"lite": {"contents": ["data/*.csv"]}}
