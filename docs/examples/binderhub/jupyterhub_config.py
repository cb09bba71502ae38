c = get_config()

c.Spawner.args = [
    # The same for the servers that are launched.
    "--ServerApp.allow_origin=*",
    # A kernel that has run nothing for 20 minutes ends, also where its page is still open,
    "--MappingKernelManager.cull_idle_timeout=1200",
    "--MappingKernelManager.cull_connected=True",
    # and a server without kernels after ten minutes.
    "--ServerApp.shutdown_no_activity_timeout=600",
]
