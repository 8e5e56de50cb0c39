"""Renders templates that attack the machine, in a process that may not grow.

Run as a program: it prints, as JSON, how each attack was refused.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path

from sdk_core.errors import TemplateError
from sdk_core.prompts import PromptLibrary
from sdk_core.prompts.packs import Pack, builtin_pack
from sdk_core.specs import PromptSpec

GROWTH = 200 * 2**20
"""Bytes that the process may take beside what it has before the first attack."""

NESTED = "{% set a = [1] %}" + "{% set a = [a, a] %}" * 40
OTHER = NESTED.replace("set a", "set b").replace("[a, a]", "[b, b]")
DOUBLED = "{% set x = 'ab' %}" + "{% set x = x ~ x %}" * 40
WIDE = "{% set x = 'x' * 1000000 %}"

ATTRIBUTES = {
    "class": "{{ text.__class__ }}",
    "class by item": "{{ text['__class__'].__mro__ }}",
    "class by joined name": "{{ ''['__cla' ~ 'ss__'] }}",
    "mro": "{{ text.__class__.mro() }}",
    "subclasses": "{{ ().__class__.__base__.__subclasses__() }}",
    "attr": "{{ text | attr('__class__') }}",
    "attr through map": "{{ [text] | map(attribute='__class__') | list }}",
    "attr filter through map": "{{ [text] | map('attr', '__class__') | list }}",
    "sort by attribute": "{{ [text, text] | sort(attribute='__class__.__mro__') }}",
    "format": "{{ '{0.__class__}'.format(text) }}",
    "format item": "{{ '{0[__class__]}'.format(text) }}",
    "format map": "{{ '{a.__class__}'.format_map({'a': text}) }}",
    "format through attr": "{{ ('{0.__class__}' | attr('format'))(text) }}",
    "format through map": "{{ ['{0.__class__}'] | map(attribute='format') | list }}",
    "globals of a class": "{{ cycler.__init__.__globals__ }}",
    "globals of a function": "{{ range.__globals__ }}",
    "globals of lipsum": "{{ lipsum.__globals__ }}",
    "globals of joiner": "{{ joiner.__call__.__globals__ }}",
    "namespace": "{{ namespace.__init__.__globals__ }}",
    "namespace instance": "{% set ns = namespace() %}{{ ns._Namespace__attrs }}",
    "self": "{{ self._TemplateReference__context }}",
    "self by item": "{{ self['_TemplateReference__context'] }}",
    "loop": "{% for i in [1] %}{{ loop._iterator.gi_frame }}{% endfor %}",
    "generator": "{{ ([1] | map('string')).gi_frame }}",
    "macro": "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "dict": "{{ dict.mro() }}",
    "encode": "{{ text.encode() }}",
    "translate": "{{ text.translate({}) }}",
    "file": "{% include '/etc/passwd' %}",
    "file above": "{% include 'builtin:../pyproject.toml' %}",
}

SIZES = {
    "times": "{{ 'a' * 10**10 }}",
    "times reversed": "{{ 10000000000 * 'a' }}",
    "list times": "{{ [0] * 10**10 }}",
    "tuple times": "{{ (0,) * 10**10 }}",
    "power": "{{ 10**(10**10) }}",
    "power of a power": "{{ (10**1000)**1000 }}",
    "squares": "{% set x = 99 %}" + "{% set x = x * x %}" * 30 + "{{ x }}",
    "long number": "{{ " + "9" * 5000 + " }}",
    "number from text": "{{ ('f' * 2000000) | int(base=16) | abs }}",
    "remainder": "{% set x = ('f' * 2000000) | int(base=16) %}{{ x % (x // 3) }}",
    "divisible": "{% set x = ('f' * 2000000) | int(base=16) %}{{ x is divisibleby(7) }}",
    "rounding": "{{ 1.5 | round(1000000000, 'ceil') }}",
    "doubling": DOUBLED + "{{ x }}",
    "doubling in a loop": "{% set ns = namespace(x='ab') %}{% for i in range(60) %}"
    "{% set ns.x = ns.x ~ ns.x %}{% endfor %}{{ ns.x }}",
    "adding": "{% set x = 'ab' %}" + "{% set x = x + x %}" * 40,
    "list adding": "{% set x = [1] %}" + "{% set x = x + x %}" * 40,
    "captured": "{% set x = 'ab' %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 40,
    "doubling macro": "{% macro d(x) %}{{ x }}{{ x }}{% endmacro %}{{ "
    + "d(" * 40
    + "'ab'"
    + ")" * 40
    + " }}",
    "doubling filter block": WIDE + "{% filter replace('x', x) %}{{ x }}{% endfilter %}",
    "escapes": "{% set x = '\\\\\"' %}" + "{% set x = x | tojson %}" * 40,
    "center": "{{ 'x' | center(10**10) }}",
    "constant center": "{{ 'x' | center(10000000000) }}",
    "center through map": "{{ ['x'] | map('center', 10000000000) | list }}",
    "indent": "{{ 'x\ny' | indent(10**9) }}",
    "indent lines": WIDE + "{{ x | wordwrap(1) | indent(1000) }}",
    "indent with text": WIDE + "{{ ('x\n' * 100000) | indent(x) }}",
    "percent": "{{ '%1000000000d' % 1 }}",
    "percent filter": "{{ '%1000000000d' | format(1) }}",
    "percent precision": "{{ '%.1000000000f' | format(1) }}",
    "percent star": "{{ '%*d' | format(1000000000, 1) }}",
    "percent named": "{{ '%(a(b))1000000000d' % {'a(b)': 1} }}",
    "percent again": WIDE + "{{ ('%(a)s' * 10000) % {'a': x} }}",
    "format width": "{{ '{:1000000000}'.format(1) }}",
    "format open width": "{{ '{:{}}'.format(1, 1000000000) }}",
    "format again": WIDE + "{{ ('{0}' * 10000).format(x) }}",
    "replace": WIDE + "{{ x | replace('x', x) }}",
    "replace nothing": WIDE + "{{ x | replace('', x) }}",
    "replace method": WIDE + "{{ x.replace('x', x) }}",
    "replace in a list": "{{ ([1] * 100000) | replace('1', 'x' * 100000) }}",
    "join": WIDE + "{{ x | join(x) }}",
    "join method": WIDE + "{{ x.join(x) }}",
    "join method lazily": WIDE + "{{ x.join(x | map('upper')) }}",
    "ljust": "{{ 'x'.ljust(10000000000) }}",
    "zfill": "{{ 'x'.zfill(10000000000) }}",
    "expandtabs": "{{ '\t'.expandtabs(2000000000) }}",
    "batch": "{{ [1] | batch(10**10, 'x') | list }}",
    "slice": "{{ [1] | slice(10**10, 'x') | list }}",
    "wordwrap": WIDE + "{{ x | wordwrap(1) }}",
    "wordwrap with text": WIDE + "{{ ('x ' * 50000) | wordwrap(1, wrapstring=x) }}",
    "tojson indent": "{{ [[1]] | tojson(indent=10**9) }}",
    "json of a tree": NESTED + "{{ a | tojson }}",
    "printing a tree": NESTED + "{{ a }}",
    "joining a tree": NESTED + "{{ 'x' ~ a }}",
    "text of a tree": NESTED + "{{ a | string | length }}",
    "formatting a tree": NESTED + "{{ '%s' % (a,) }}",
    "comparing trees": NESTED + OTHER + "{{ a == b }}",
    "comparing trees by test": NESTED + OTHER + "{{ a is eq b }}",
    "sorting trees": NESTED + OTHER + "{{ [a, b] | sort | length }}",
    "hashing a tree": NESTED.replace("[", "(").replace("]", ",)") + "{{ {a: 1} | length }}",
    "hashing a tree as key": NESTED.replace("[", "(").replace("]", ",)") + "{{ {}[a] }}",
    "hashing a deep tuple": "{% set n = namespace(x=()) %}{% for i in range(40000) %}"
    "{% set n.x = (n.x,) %}{% endfor %}{{ {n.x: 1} | length }}",
    "printing a deep list": "{% set n = namespace(x=[]) %}{% for i in range(99999) %}"
    "{% set n.x = [n.x] %}{% endfor %}{{ n.x }}",
    "iterators of iterators": "{% set n = namespace(x=[1]) %}{% for i in range(99999) %}"
    "{% set n.x = n.x | map('string') %}{% endfor %}{{ n.x | list }}",
    "iterators dropped": "{% set n = namespace(x=[1]) %}{% for i in range(99999) %}"
    "{% set n.x = n.x | select %}{% endfor %}{% set n.x = 1 %}{{ 1 + [] }}",
    "reversed again": "{% set n = namespace(x=[1]) %}{% for i in range(99999) %}"
    "{% set n.x = n.x | batch(1) %}{% endfor %}{{ n.x | list }}",
    "printing a namespace": "{% set n = namespace() %}{% set n.x = [n, n] %}{{ n }}",
    "printing a module": '{% import "hostile:pieces.j2" as m %}{{ m }}{{ m }}',
    "range": "{{ range(10**9) | list }}",
    "lipsum": "{{ lipsum(10**6) }}",
    "sum of lists": "{{ ([[1]] * 100000) | sum(start=[]) }}",
    "output in a loop": WIDE + "{% for i in range(100000) %}{{ x }}{% endfor %}",
    "kept output": WIDE + "{% macro m() %}{% for i in range(100000) %}{{ x }}{% endfor %}"
    "{% endmacro %}{{ m() }}",
    "plain output": "{% for i in range(100000) %}" + "x" * 10000 + "{% endfor %}",
    "plain output in macros": "{% macro m() %}"
    + "x" * 10000
    + "{% endmacro %}{% for i in range(100000) %}{{ m() }}{% endfor %}",
    "slices": WIDE + "{% for i in range(100000) %}{% set y = x[1:] %}{% endfor %}",
    "words": "{{ ('x ' * 4000000).split() | length }}",
}

STEPS = {
    "loops": "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}"
    "{% endfor %}{% endfor %}{% endfor %}",
    "loops over lists": "{% for a in [1,2,3,4,5,6,7,8] %}" * 12 + "{% endfor %}" * 12,
    "loops that pass over": "{% for a in range(99999) %}{% for b in range(99999) if false %}"
    "{% endfor %}{% endfor %}",
    "loops over pieces": "{% for a in range(9999) %}{% for b in range(9999) | map('string') %}"
    "{% endfor %}{% endfor %}",
    "recursive loop": "{% for a in range(9) recursive %}{{ loop(range(9)) }}{% endfor %}",
    "recursive loops": "{% for a in [[1,2],[3,4]] * 20 recursive %}{% if loop.depth < 15 %}"
    "{{ loop([1, 2]) }}{% endif %}{% endfor %}",
    "macro without end": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "macros twice": "".join(
        f"{{% macro m{n}() %}}{{{{ m{n - 1}() }}}}{{{{ m{n - 1}() }}}}{{% endmacro %}}"
        if n
        else "{% macro m0() %}{% endmacro %}"
        for n in range(40)
    )
    + "{{ m39() }}",
    "callers": "{% macro m() %}{{ caller() }}{{ caller() }}{% endmacro %}"
    + "{% call m() %}" * 30
    + "{% endcall %}" * 30,
    "blocks": "{% block a %}{{ self.a() }}{% endblock %}",
    "blocks twice": "".join(
        f"{{% macro n{n}() %}}{{% endmacro %}}{{% block b{n} %}}"
        f"{{% if {n} %}}{{{{ self.b{max(n - 1, 0)}() }}}}{{{{ self.b{max(n - 1, 0)}() }}}}"
        "{% endif %}{% endblock %}"
        for n in range(40)
    ),
    "chosen include": "{% set me = 'hostile:me.j2' %}{% include me %}",
    "includes twice": '{% include "hostile:i0.j2" %}',
    "sorting": "{% for i in range(99999) %}{% set x = range(99999) | sort %}{% endfor %}",
    "searching": WIDE + "{% for i in range(99999) %}{{ 'y' in x }}{% endfor %}",
    "comparing": WIDE + "{% set y = x ~ '' %}{% for i in range(99999) %}{{ x == y }}{% endfor %}",
    "titles": WIDE + "{% for i in range(99999) %}{% set y = x | title %}{% endfor %}",
    "upper": WIDE + "{% for i in range(99999) %}{% set y = x.upper() %}{% endfor %}",
}

PARSING = {
    "parentheses": "{{ " + "(" * 50_000 + "1" + ")" * 50_000 + " }}",
    "lists": "{{ " + "[" * 50_000 + "]" * 50_000 + " }}",
    "ifs": "{% if true %}" * 5_000 + "{% endif %}" * 5_000,
    "fors": "{% for a in [1] %}" * 100 + "{% endfor %}" * 100,
    "filters": "{{ text" + "|upper" * 20_000 + " }}",
    "sums": "{{ 1" + "+1" * 50_000 + " }}",
    "negations": "{{ " + "not " * 40_000 + "1 }}",
    "macros in macros": "{% macro a() %}" * 200 + "{% endmacro %}" * 200,
    "length": "x" * 300_000,
}

PACK = {
    "pieces.j2": WIDE + "{% for i in range(100000) %}{{ x }}{% endfor %}",
    "me.j2": "{% include me %}",
    **{
        f"i{n}.j2": f'{{% include "hostile:i{n + 1}.j2" %}}{{% include "hostile:i{n + 1}.j2" %}}'
        for n in range(30)
    },
    "i30.j2": "x",
}

ATTACKS = {
    f"{kind}: {name}": source
    for kind, attacks in (
        ("attribute", ATTRIBUTES),
        ("size", SIZES),
        ("steps", STEPS),
        ("parsing", PARSING),
    )
    for name, source in attacks.items()
}

SPEC = PromptSpec(name="qa", variables=("text",), required=("text",))


def attack(source: str) -> str:
    """Render a template; returns how it was refused, ``""`` when it was not."""
    prompts = PromptLibrary(
        {"qa": (SPEC, "core")},
        builtin=builtin_pack(),
        packs=[HOSTILE],
        overrides={"qa": "{{ text }}" + source + "{# #}"},
    )
    try:
        prompts.render("qa", {"text": "Some text."})
    except TemplateError as error:
        return error.message[:300]
    return ""


def main() -> None:
    """Print the outcome of every attack."""
    attack("{{ 'x' | upper }}")
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + GROWTH, size + GROWTH))
    json.dump({name: attack(source) for name, source in ATTACKS.items()}, sys.stdout)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for file, text in PACK.items():
            (Path(folder) / file).write_text(text, "utf-8")
        HOSTILE = Pack("hostile", Path(folder), "hostile pack")
        main()
