"""Whether files that anybody wrote are what a format's readers want.

The checks themselves are in `sdk_core.rows`.
"""
