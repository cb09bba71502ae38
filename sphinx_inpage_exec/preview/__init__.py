"""A site with live kernels on this machine, in one command.

``serve`` is the whole of it; ``jupyter`` its Jupyter server; ``site`` its pages; ``processes`` what both run.
"""
