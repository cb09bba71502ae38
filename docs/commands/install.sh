pip install ".[live]" myst-nb
