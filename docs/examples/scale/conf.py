project = "Many readers"
extensions = ["sphinx_inpage_exec"]
jupyter = {
    "binder": {"url": "https://binder.example.org/", "repo": "owner/course", "ref": "2026"},
    "lite": True,
}
