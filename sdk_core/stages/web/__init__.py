"""Everything about inputs that lie on the web: addresses, downloads, robots, lists, sitemaps."""
