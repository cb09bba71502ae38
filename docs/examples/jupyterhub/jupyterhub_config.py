c = get_config()

c.Spawner.args = [
    # Pages of this site may use the servers; its address stands here without a path.
    "--ServerApp.allow_origin=https://docs.example.org",
    # A kernel that has run nothing for 20 minutes ends, also where its page is still open,
    "--MappingKernelManager.cull_idle_timeout=1200",
    "--MappingKernelManager.cull_connected=True",
    # and a server without kernels after an hour.
    "--ServerApp.shutdown_no_activity_timeout=3600",
]

# A page can not send headers with a WebSocket, so the token is in its address.
c.Spawner.environment = {"JUPYTERHUB_ALLOW_TOKEN_IN_URL": "1"}
