project = "Orchard"
extensions = ["sphinx_inpage_exec"]

jupyter = {
    "binder": {"repo": "fruit/orchard", "ref": "v2", "url": "https://binder.example.org"},
    "kernelName": "python3",
}
