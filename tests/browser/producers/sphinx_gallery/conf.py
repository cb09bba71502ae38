"""A gallery, whose scripts sphinx-gallery runs at build time."""

extensions = ["sphinx_gallery.gen_gallery", "sphinx_inpage_exec"]
sphinx_gallery_conf = {
    "examples_dirs": "examples",
    "gallery_dirs": "gallery",
    "show_memory": False,
    "write_computation_times": False,
}
# Its own, because nbsphinx writes into the default, which all builds of a process share.
source_suffix = {".rst": "restructuredtext"}
