"""FictionBook books: a whole one, and ones that cannot be read."""

from __future__ import annotations

import base64

from tests.builtins.parsers.epub_files import lens

_BOOK = """<?xml version="1.0" encoding="utf-8"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"
 xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info>
<author><first-name>Ada</first-name> <last-name>Quay</last-name></author>
<author><nickname>Bo Mole</nickname></author>
<book-title>A Field Guide to Lighthouses</book-title>
<annotation><p>All about lighthouses.</p></annotation>
<lang>en-GB</lang></title-info></description>
<body><title><p>A Field Guide</p><p>to Lighthouses</p></title>
<section><title><p>The</p><p>Lamp</p></title>
<p>A Fresnel lens throws the light of one lamp over twenty nautical
miles&#8212;far beyond any mirror<a l:href="#n1" type="note">[1]</a>.</p>
<p>Its rings of glass bend the rays into a single beam.</p>
<p><image l:href="#lamp.png" alt="A lens
 with its lamp"/><image l:href="#plan.png"/></p></section>
<section><title><p>The Tower</p></title><section><title><p>Granite</p></title>
<p>Granite towers stand on rocks where the sea breaks over them in winter.</p>
<table><tr><th>Tower</th><th>Height</th></tr><tr><td>Bell Rock</td><td>35 m</td></tr></table>
</section></section>
</body>
<body name="notes"><section id="n1"><title><p>1</p></title><p>Built in 1823.</p></section></body>
<binary id="lamp.png" content-type="image/png">{lamp}</binary>
<binary id="plan.png" content-type="image/png">{plan}</binary>
</FictionBook>
"""


def book() -> bytes:
    """Return a whole book whose second picture is damaged."""
    lamp = base64.b64encode(lens()).decode()
    return _BOOK.format(lamp=lamp, plan=base64.b64encode(b"BM" + bytes(64)).decode()).encode()
