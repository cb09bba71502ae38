"""Plain documentation, all Python of which runs."""

extensions = ["myst_parser", "sphinx_copybutton", "sphinx_inpage_exec"]
inpage_exec_languages = ["python"]
inpage_exec_files = ["scripts/*.py"]
copybutton_exclude = ".linenos, .gp, .go"
