project = "Two languages"
extensions = ["sphinx_inpage_exec"]

jupyter = {"server": {"url": "http://localhost:8888"}}
