"""The page of the gallery, in the theme that the script which takes its pictures names."""

import json
import os

wanted = json.loads(os.environ.get("GALLERY", "{}"))

project = "Gallery"
extensions = ["sphinx_inpage_exec", *wanted.get("extensions", [])]
jupyter = {"server": {"url": "http://localhost:8888"}}
html_theme = wanted.get("html_theme", "alabaster")
html_theme_options = wanted.get("html_theme_options", {})
