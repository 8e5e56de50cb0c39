from __future__ import annotations
def to_logical(line): return ''
