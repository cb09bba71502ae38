"""A notebook with values in its text, which it gets while it is built."""

extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "inline"
# The default is a CDN.
mathjax_path = "none.js"
html_static_path = ["static"]
