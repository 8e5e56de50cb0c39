"""Inputs that lie on the web: addresses, downloads, robots, sitemaps.

Which pages an ``ingest`` reads is decided in `sdk_core.ingest`.
"""
