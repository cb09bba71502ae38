project = "Orchard"
extensions = []
templates_path = ["_templates"]
