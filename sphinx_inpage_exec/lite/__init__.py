"""Kernels in the reader's browser: what they need of a project, and how it comes into the site.

``runtime`` is what is shipped; ``imports`` and ``needs`` tell what cells ask for, ``files`` what settings
name; ``reading`` checks both; ``site`` puts all into a site;
``distribution`` knows a copy of the packages of Pyodide.
"""
