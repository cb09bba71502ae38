project = "A site to deploy"
extensions = ["myst_nb", "sphinx.ext.githubpages", "sphinx_inpage_exec"]
nb_execution_mode = "off"

jupyter = "lite"
