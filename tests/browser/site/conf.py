"""The site that the browser tests read; its `jupyter` setting comes from the test that builds it."""

project = "Pages that run"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"
html_theme = "alabaster"
html_title = project
