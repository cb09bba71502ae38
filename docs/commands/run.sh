python3 -m venv .venv && .venv/bin/pip install ".[live,docs]" && .venv/bin/inpage-exec serve docs
