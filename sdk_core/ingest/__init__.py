"""Documents to parsed tables.

Which parser reads a document, and its worker process, are in `sdk_core.parsing`.
"""
