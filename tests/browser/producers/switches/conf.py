"""Pages whose front matter says what the author has switched."""

extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"
html_theme = "alabaster"
