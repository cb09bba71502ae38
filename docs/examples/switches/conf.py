project = "Pages as their author wants them"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"

jupyter = {
    "lite": True,
    "startOnTouch": True,
    "panelButtons": ["run-all", "interrupt", "restart"],
    "texts": {"power": "Start Python"},
}
