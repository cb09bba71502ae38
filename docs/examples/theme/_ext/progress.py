"""Tells at the top of a page how much of it has run."""

from pathlib import Path


def setup(app):
    app.connect("builder-inited", add_static_files)
    app.add_js_file("progress.js", loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_static_files(app):
    app.config.html_static_path.append(str(Path(__file__).parent / "static"))
