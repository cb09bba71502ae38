from jupyter_server.auth.decorator import allow_unauthenticated
from kernel_gateway.mixins import CORSMixin
from kernel_gateway.services.kernels.handlers import KernelHandler, MainKernelHandler

c = get_config()

# Pages of this site may use the kernels; its address stands here without a path.
c.KernelGatewayApp.allow_origin = "https://docs.example.org"
# What pages send: their token, and JSON.
c.KernelGatewayApp.allow_headers = "Authorization, Content-Type"
c.KernelGatewayApp.allow_methods = "GET, POST, PATCH, DELETE, OPTIONS"
# Browsers ask first, and without the token; with jupyter-server 2.13 or newer, version 3.0.1 refuses that.
for handlers in (CORSMixin, MainKernelHandler, KernelHandler):
    handlers.options = allow_unauthenticated(handlers.options)

# A kernel that has run nothing for 20 minutes ends, also where its page is still open.
c.MappingKernelManager.cull_idle_timeout = 1200
c.MappingKernelManager.cull_connected = True
