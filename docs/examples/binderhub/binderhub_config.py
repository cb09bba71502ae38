c = get_config()

# Pages of any site may ask this hub for a server. The address of one site instead of * keeps the others out.
c.BinderHub.tornado_settings = {"headers": {"Access-Control-Allow-Origin": "*"}}
# So many servers of one repository run at once; without this line there is no limit.
c.BinderHub.per_repo_quota = 100
