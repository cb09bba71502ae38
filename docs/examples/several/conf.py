project = "A server, else a Binder"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"

jupyter = {
    "server": {"url": "https://hub.example.org/user/reader"},
    "binder": {"repo": "fruit/orchard"},
}
