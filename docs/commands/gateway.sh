pip install jupyter_kernel_gateway ipykernel
KG_AUTH_TOKEN=... jupyter kernelgateway --config=jupyter_kernel_gateway_config.py
