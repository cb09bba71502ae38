project = "Pages on and off"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"

jupyter = {
    "binder": {"url": "https://binder.example.org/", "repo": "fruit/orchard"},
    "kernelName": "python3",
}
