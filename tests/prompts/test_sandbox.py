"""Templates can neither get out of the sandbox nor take the machine's time or memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sdk_core.errors import TemplateError
from tests.prompts.library import MakePack, inline, library, user

ROOT = Path(__file__).parents[2]


def test_hostile_templates_are_refused_in_a_process_that_cannot_grow() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.prompts.hostile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    outcome = json.loads(done.stdout)
    assert len(outcome) > 120
    assert [name for name, refused in outcome.items() if not refused] == []
    assert [name for name, refused in outcome.items() if "MemoryError" in refused] == []
    for name, refused in outcome.items():
        assert "prompts.qa" in refused or "hostile pack: " in refused, (name, refused)


def test_a_refusal_names_prompt_pack_file_and_line(make_pack: MakePack) -> None:
    pack = make_pack(
        "acme",
        {
            "base": "{% block user %}\n{{ text }}\n{{ 'a' * 10 ** 10 }}{% endblock %}",
            "qa_generation": '{% extends "acme:base.j2" %}',
        },
    )
    with pytest.raises(TemplateError) as caught:
        user(library(packs=[pack]))
    assert caught.value.message == (
        "prompt 'qa_generation' from pack acme: base.j2, line 3 (extended or included by pack "
        "acme: qa_generation.j2): it takes too many steps or makes too much text"
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


def test_what_is_past_does_not_count() -> None:
    prompts = inline("{{ text }}{% for i in range(40000) %}{{ i }}{% endfor %}")
    lengths = {len(user(prompts)) for _ in range(4)}
    assert len(lengths) == 1
