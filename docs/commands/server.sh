pip install jupyter-server ipykernel
jupyter server --ServerApp.allow_origin=http://127.0.0.1:8000
