project = "Cells without MyST-NB"
extensions = ["sphinx_inpage_exec"]

jupyter = True
