project = "Pages that open elsewhere"
extensions = ["myst_nb", "sphinx_inpage_exec"]
html_context = {"github_user": "you", "github_repo": "book", "github_version": "main", "doc_path": "docs"}
jupyter = True
inpage_exec_launch = {"binder": True, "colab": True, "jupyterhub": "https://hub.example.org/"}
nb_execution_mode = "off"
