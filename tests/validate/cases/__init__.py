"""Files that are broken and files that are not, over all formats, as data.

Each module is one family of formats and has two tables. ``BROKEN`` has, by what is wrong, the
format, the rows (or a file name with its bytes) and words by which the fault is to be named.
``GOOD`` has what readers of a format take, though a strict eye may stumble over it.
"""
