from pathlib import Path

extensions = ["sphinx_inpage_exec"]
jupyter = True
language = "nl"


def setup(app):
    app.add_message_catalog("sphinx_inpage_exec", str(Path(__file__).parent / "locale"))
