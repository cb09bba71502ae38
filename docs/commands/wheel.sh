pip wheel --no-deps --wheel-dir wheels ../sphinx_inpage_exec
