"""A page with formulas of its own; what typesets them comes from the test that builds it."""

project = "Formulas"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"
html_theme = "alabaster"
html_static_path = ["static"]
# The default is a CDN.
mathjax_path = "none.js"
katex_css_path = "katex-math.css"
katex_options = r'macros: {"\\half": "\\frac{1}{2}"}'
