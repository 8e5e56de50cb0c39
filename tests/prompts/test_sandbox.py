"""Templates can neither get out of the sandbox nor take the machine's memory."""

from __future__ import annotations

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sdk_core.errors import TemplateError
from tests.prompts.library import MakePack, inline, library, user

WIDE = "{% set x = 'x' * 100000 %}"

ESCAPES = [
    "{{ text.__class__ }}",
    "{{ text['__class__'].__mro__ }}",
    "{{ ''['__cla' ~ 'ss__'] }}",
    "{{ ().__class__.__base__.__subclasses__() }}",
    "{{ text | attr('__class__') }}",
    "{{ [text] | map(attribute='__class__') | list }}",
    "{{ '{0.__class__}'.format(text) }}",
    "{{ '{a.__class__}'.format_map({'a': text}) }}",
    "{{ ('{0.__class__}' | attr('format'))(text) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ range.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{% for i in [1] %}{{ loop._iterator.gi_frame }}{% endfor %}",
    "{{ ([1] | map('string')).gi_frame }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{{ dict.mro() }}",
    "{{ [1].append(2) }}",
    "{{ lipsum() }}",
    "{{ [1, 2] | random }}",
    "{% include '/etc/passwd' %}",
    "{% include 'builtin:../pyproject.toml' %}",
]

SIZES = [
    "{{ 'a' * 20000000 }}",
    "{{ 20000000 * 'a' }}",
    "{{ [0] * 20000000 }}",
    "{{ 10**5000 }}",
    "{% set x = 99 %}" + "{% set x = x * x %}" * 11 + "{{ x }}",
    "{{ 'x' | center(20000000) }}",
    "{{ ['x'] | map('center', 20000000) | list }}",
    "{{ 'x'.ljust(20000000) }}{{ 'x'.zfill(20000000) }}",
    "{{ '\t'.expandtabs(20000000) }}",
    "{{ 'x\ny' | indent(10000000) }}",
    "{{ [1] | batch(20000000, 'x') | list }}",
    "{{ [1] | slice(20000000) | list }}",
    "{{ [[1]] | tojson(indent=20000000) }}",
    "{{ 1.5 | round(20000000) }}",
    "{{ '%20000000d' % 1 }}",
    "{{ '%20000000d' | format(1) }}",
    "{{ '%*d' | format(20000000, 1) }}",
    "{{ '{:20000000}'.format(1) }}",
    "{{ '{:{}}'.format(1, 20000000) }}",
    WIDE + "{{ x | replace('x', 'y' * 200) }}",
    WIDE + "{{ x.replace('', 'y' * 200) }}",
    WIDE + "{{ x | join(x) }}",
    WIDE + "{{ x.join(x) }}",
    "{{ range(20000000) | list }}",
    WIDE + "{% for i in range(101) %}{{ x }}{% endfor %}",
    WIDE + "{% macro m() %}{% for i in range(101) %}{{ x }}{% endfor %}{% endmacro %}{{ m() }}",
    WIDE + "{% set y %}{% for i in range(101) %}{{ x }}{% endfor %}{% endset %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% block a %}{{ self.a() }}{% endblock %}",
]

PARSING = [
    "{{ " + "9" * 5000 + " }}",
    "{{ " + "[" * 5_000 + "]" * 5_000 + " }}",
    "{% if true %}" * 2_000 + "{% endif %}" * 2_000,
    "{% for a in [1] %}" * 100 + "{% endfor %}" * 100,
    "x" * 300_000,
]


@pytest.mark.parametrize("source", [*ESCAPES, *SIZES, *PARSING])
def test_what_would_get_out_or_fill_the_memory_is_refused_in_a_sentence(source: str) -> None:
    with pytest.raises(TemplateError, match=r"c\.yaml: prompts\.qa_generation"):
        user(inline("{{ text }}" + source + "{# #}"))


def test_a_refusal_names_prompt_pack_file_and_line(make_pack: MakePack) -> None:
    pack = make_pack(
        "acme",
        {
            "base": "{% block user %}\n{{ text }}\n{{ 'a' * 20000000 }}{% endblock %}",
            "qa_generation": '{% extends "acme:base.j2" %}',
        },
    )
    with pytest.raises(TemplateError) as caught:
        user(library(packs=[pack]))
    assert caught.value.message == (
        "prompt 'qa_generation' from pack acme: base.j2, line 3 (extended or included by pack "
        "acme: qa_generation.j2): it makes a text of more than 10,000,000 characters"
    )
    assert "limits" in caught.value.hint


def test_an_undefined_value_is_named_with_its_line(make_pack: MakePack) -> None:
    pack = make_pack("acme", {"qa_generation": "{{ text }}\n{{ text.nothing }}"})
    with pytest.raises(TemplateError, match=r"pack acme: qa_generation\.j2, line 2: .*nothing"):
        user(library(packs=[pack]))


USUAL = [
    "{{ text | trim | upper }} {{ text.lower() }} {{ text | title | capitalize }}",
    "{{ text | replace('e', 'E', 1) }}{{ text.replace('T', 't') }}",
    "{{ text | indent(2, first=true) }}{{ text | center(30) }}{{ text.rjust(20) }}",
    "{{ text | wordwrap(5) }}{{ text | truncate(5) }}{{ text | wordcount }}",
    "{{ text | escape }}{{ text | urlencode }}{{ '<b>x</b>' | striptags }}",
    "{{ text.split() | join(', ') }}{{ ' '.join(text.split('e')) }}{{ text[1:4] }}{{ text[-1] }}",
    "{{ text | list | sort | unique | reverse | join }}{{ text | first }}{{ text | length }}",
    "{{ 7 * num_pairs + 2 ** 8 - 3 // 2 % 5 / 4 }}{{ -num_pairs }}{{ 3.14159 | round(2) }}",
    "{{ 'a' * 3 ~ [1, 2] * 2 ~ (1,) }}{{ [1] + [2] }}{{ 'x' + 'y' }}",
    "{{ '%s has %03d of %.1f' % ('a', 5, 2) }}{{ '%(a)s' | format(a=1) }}",
    "{{ '{} {a:>5}'.format(1, a=2) }}{{ '{a}'.format_map({'a': 1}) }}",
    "{{ [3, 1, 2] | sort | map('string') | map('upper') | list }}{{ [1, 2] | sum }}",
    "{{ [{'a': 1}, {'a': 2}] | map(attribute='a') | max }}{{ {'b': 1, 'a': 2} | dictsort }}",
    "{{ [1, 2, 3] | batch(2, 'x') | list }}{{ [1, 2, 3] | slice(2) | list }}",
    "{{ [1, 2, 3] | select('odd') | list }}{{ [1, 2] | tojson(indent=2) }}",
    "{% for a, b in {'x': 1}.items() %}{{ loop.index }}{{ a }}{{ b }}{{ loop.last }}{% endfor %}",
    "{% for n in range(5) if n is odd %}{{ n }}{{ loop.length }}{% else %}none{% endfor %}",
    "{% for n in [[1, [2]], 3] recursive %}{{ loop(n) if n is iterable else n }}{% endfor %}",
    "{% for n in [1, 2] | map('string') %}{{ n }}{{ loop.revindex }}{% endfor %}",
    "{% set ns = namespace(n=0) %}{% for i in [1, 2] %}{% set ns.n = ns.n + i %}{% endfor %}"
    "{{ ns.n }}",
    "{% macro m(a, b='y') %}{{ a }}{{ b }}{{ caller() if caller is defined }}{% endmacro %}"
    "{{ m('x') }}{% call m(1) %}inside{% endcall %}",
    "{% set x %}{{ text }}!{% endset %}{% filter upper %}{{ x }}{% endfilter %}",
    "{% if 'T' in text and num_pairs > 3 and text and missing is undefined %}y{% endif %}",
    "{% set c = cycler('odd', 'even') %}{{ c.next() }}{% set j = joiner() %}{{ j() }}",
    "{{ missing | default('d') }}{{ '12' | int + 1 }}{{ 'ff' | int(base=16) }}{{ text | string }}",
    "{{ text == 'The text.' }}{{ 1 < 2 <= 3 }}{{ [1] == [1] }}{{ {1: 2}.get(1) }}",
    "{% with a = text %}{{ a.startswith('The') }}{{ a.count('e') }}{{ a.find('x') }}{% endwith %}",
]


@pytest.mark.parametrize("source", USUAL)
def test_what_templates_usually_do_is_as_in_jinja(source: str) -> None:
    values = {"text": "The text.", "num_pairs": 5}
    plain = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    expected = plain.from_string(source).render(values)
    environment = inline("{{ text }}").environment
    assert environment.render_messages(source, values)["user"] == expected


def test_long_documents_can_be_worked_on() -> None:
    text = "A line of a long document.\n" * 50_000
    source = "{% set t = text | trim | replace('long', 'short') %}{{ t | upper | indent(2) }}"
    said = user(inline(source), text=text)
    assert said.startswith("A LINE OF A SHORT DOCUMENT.\n  A LINE")
    assert len(said) > len(text)


@pytest.mark.parametrize("source", ["{{ [text.nothing] }}", "{{ {'a': text.nothing} }}"])
def test_a_missing_value_inside_of_a_list_is_no_word(source: str) -> None:
    with pytest.raises(TemplateError, match="nothing"):
        user(inline("{{ text }}" + source))
