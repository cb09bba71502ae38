"""A book with the tags of TeachBooks and the button of sphinx-thebe, which is still loaded beside us."""

extensions = ["myst_nb", "sphinx_thebe", "sphinx_togglebutton", "sphinx_inpage_exec"]
nb_execution_mode = "off"
