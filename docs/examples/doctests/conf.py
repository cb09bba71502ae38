project = "Examples with prompts"
extensions = ["sphinx.ext.autodoc", "sphinx_inpage_exec"]

inpage_exec_languages = ["python", "r"]
inpage_exec_files = ["scripts/*.py"]
inpage_exec_doctests = True

jupyter = True
