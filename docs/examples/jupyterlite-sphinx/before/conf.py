project = "Harvest"
extensions = ["jupyterlite_sphinx"]

jupyterlite_contents = ["data/*.csv"]
