"""The Jupyter kernel of the WebAssembly runtime: IPython, behind the messages of the Jupyter protocol.

It runs in the worker of a page, next to Pyodide. The worker hands it the messages of the page, and gives it
the module ``inpage_exec_page`` to answer with.
"""
