"""Examples to the files that trainers read: the stage ``save-as``.

What it shares with ``validate`` is in `sdk_core.rows`.
"""
