"""Control words of RTF that stand for characters, character sets or text that is not read."""

from __future__ import annotations

ANSI = "cp1252"
"""Character set of a document that names none."""

PLAIN_SKIP = {"cp10000": "mac_roman", "cp65001": "utf-8", "cp1361": "johab"}
"""Code pages that Python knows under another name."""

CHARACTERS = {
    "line": "\n", "lbr": "\n", "softline": "\n", "tab": "\t", "emdash": "\u2014",
    "endash": "\u2013", "emspace": " ", "enspace": " ", "qmspace": " ", "bullet": "\u2022",
    "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d",
}  # fmt: skip
"""Control words that are characters."""

CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""Character sets of fonts by their number; others are the document's own."""

SKIPPED = frozenset((
    "atnid", "atnauthor", "atntime", "atnicn", "atnref", "author2", "background",
    "bkmkend", "bkmkstart", "colortbl", "colorschememapping", "comment", "company", "creatim",
    "datafield", "datastore", "doccomm", "factoidname", "filetbl", "fontemb", "fontfile",
    "formfield", "ftncn", "ftnsep", "ftnsepc", "aftncn", "aftnsep",
    "aftnsepc", "generator", "keywords", "latentstyles",
    "listtable", "listoverridetable", "listlevel", "levelnumbers", "leveltext", "manager",
    "mmathpr", "nesttableprops", "nonesttables", "objdata", "objclass", "objname", "operator",
    "pict", "picprop", "pgptbl", "pnseclvl", "private", "printim", "revtbl", "revtim", "rsidtbl",
    "shpinst", "sp", "subject", "tc", "template", "themedata", "userprops", "wgrffmtfilter", "xe",
    "xmlnstbl", "blipuid", "category", "hlinkbase", "info2", "pn", "docvar", "shprslt",
))  # fmt: skip
"""Groups that hold no text of the document."""
