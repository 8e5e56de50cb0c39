"""What every parser needs, for the built-in ones and for those of other packages alike.

`texts` reads text files of any size, `cleaning` makes text safe, `decoding` turns bytes into text,
`sniffing` tells what a file really is and words the errors, `archives` opens ZIP and TAR files that
may be hostile, `images` re-encodes pictures, `markdown` writes headings, tables, links and code.
"""
