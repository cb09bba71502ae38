"""A page of jupyter-sphinx with several kernels."""

extensions = ["jupyter_sphinx", "sphinx_inpage_exec"]
inpage_exec_doctests = True
# jupyter-sphinx takes the widgets of a build from a CDN, and there is none on these pages.
jupyter_sphinx_require_url = ""
jupyter_sphinx_embed_url = "no-widgets.js"
html_static_path = ["_static"]
