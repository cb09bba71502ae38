project = "A BinderHub of your own"
extensions = ["sphinx_inpage_exec"]

jupyter = {"binder": {"url": "https://binder.example.org/", "repo": "owner/course", "ref": "v1"}}
