project = "Widgets"
extensions = ["myst_nb", "sphinx_inpage_exec"]
nb_execution_mode = "off"

jupyter = True
inpage_exec_widgets = {
    # installed in Python, for notebooks or with the library itself
    "plotly.js": True,
    # a file of the project, or a folder with an index.js
    "mine": "widgets/mine.js",
    # a CDN, which each reader's browser then asks
    "bqplot": "https://cdn.jsdelivr.net/npm/bqplot@0.5.47/dist/index.js",
}
