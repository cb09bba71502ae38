raise SystemExit("neither shown nor run")
for fruit in basket:  # noqa: F821
    print("from the file:", fruit)
