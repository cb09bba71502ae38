"""Notebooks of nbsphinx, with the outputs that they carry."""

extensions = ["nbsphinx", "sphinx_inpage_exec"]
nbsphinx_execute = "never"
nbsphinx_requirejs_path = ""
nbsphinx_widgets_path = ""
# nbsphinx puts MathJax on every page; none of these has a formula.
mathjax_path = "no-formulas.js"
html_static_path = ["_static"]
