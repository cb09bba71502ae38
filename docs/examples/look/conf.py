project = "Look"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"
templates_path = ["_templates"]
html_static_path = ["_static"]
html_css_files = ["own.css"]

jupyter = True
