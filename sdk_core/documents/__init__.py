"""What every parser needs, for the built-in ones and for those of other packages alike.

`cleaning` makes text safe, `decoding` turns bytes into text, `sniffing` tells what a file really is
and words the errors, `archives` opens ZIP files that may be hostile, `images` re-encodes pictures,
`markdown` writes headings and tables.
"""
