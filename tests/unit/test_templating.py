"""Prompts: where they come from, what they may use, and that documents in them stay inert."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.config import PromptOverride
from sdk_core.errors import TemplateError
from sdk_core.manager import Contribution, Manager, PluginRecord
from sdk_core.model import Image
from sdk_core.registry import Registry
from sdk_core.resources import data_directory
from sdk_core.specs import PromptPack, PromptSpec
from sdk_core.templating import PromptLibrary
from sdk_core.templating.packs import Pack, builtin_pack, find_packs, installed_packs
from sdk_core.templating.prompts import DEFAULT_SYSTEM

CORE = "synthetic-data-kit"
QA = PromptSpec(
    name="qa_generation", variables=("text", "num_pairs", "summary"), required=("text",)
)
VALUES = {"text": "The text.", "num_pairs": 5, "summary": "A summary."}

MakePack = Callable[..., Pack]


@pytest.fixture
def make_pack(tmp_path: Path) -> MakePack:
    """Return a function that writes a pack of templates and opens it."""

    def make(name: str, templates: Mapping[str, str], distribution: str = "") -> Pack:
        folder = tmp_path / name
        folder.mkdir()
        for file, text in templates.items():
            (folder / f"{file}.j2").write_text(text, "utf-8")
        return Pack(name, folder, f"pack {name}", distribution)

    return make


def library(spec: PromptSpec = QA, distribution: str = CORE, **chosen: Any) -> PromptLibrary:
    """Return a library that knows one prompt."""
    return PromptLibrary({spec.name: (spec, distribution)}, builtin=builtin_pack(), **chosen)


def inline(text: str | PromptOverride, spec: PromptSpec = QA) -> PromptLibrary:
    """Return a library whose prompt stands in the config."""
    return library(spec, overrides={spec.name: text}, overrides_origin="c.yaml")


def user(prompts: PromptLibrary, **values: Any) -> str:
    return prompts.render("qa_generation", {**VALUES, **values}).messages[1].content


@pytest.fixture(scope="module")
def builtin_specs() -> dict[str, PromptSpec]:
    """Return every prompt that the built-in components declare."""
    registry = Registry(Manager(disabled=["all"]))
    return {name: spec for name, (spec, _) in registry.prompts.items()}


def test_every_built_in_prompt_renders_with_what_it_declares(
    builtin_specs: dict[str, PromptSpec],
) -> None:
    prompts = PromptLibrary(
        {name: (spec, CORE) for name, spec in builtin_specs.items()}, builtin=builtin_pack()
    )
    assert set(prompts.names) >= {
        "qa_generation",
        "cot_generation",
        "qa_rating",
        "cot_enhancement",
        "summary",
        "multimodal_qa_generation",
    }
    for name in prompts.names:
        prompt = prompts.get(name)
        assert prompt.origin == "builtin"
        assert set(prompt.spec.required) <= prompt.uses <= set(prompt.spec.variables)
        values = {variable: f"<<{variable}>>" for variable in prompt.spec.variables}
        system, said = prompts.render(name, values).messages
        assert (system.role, said.role) == ("system", "user")
        assert system.content not in ("", DEFAULT_SYSTEM)
        for variable in prompt.spec.required:
            assert f"<<{variable}>>" in said.content
            assert f"<<{variable}>>" not in system.content


def test_every_built_in_template_belongs_to_a_prompt(
    builtin_specs: dict[str, PromptSpec],
) -> None:
    assert {path.stem for path in data_directory("prompts").glob("*.j2")} == set(builtin_specs)


def test_a_prompt_is_looked_for_in_the_order_of_the_contract(
    tmp_path: Path, make_pack: MakePack
) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("file {text}", "utf-8")
    overrides = {"qa_generation": "config {text}"}
    first = make_pack("first", {"other": "x"})
    second = make_pack("second", {"qa_generation": "second {{ text }}"})
    third = make_pack("third", {"qa_generation": "third {{ text }}"})
    everything: dict[str, Any] = {
        "files": {"qa_generation": file},
        "overrides": overrides,
        "overrides_origin": "c.yaml",
        "packs": [first, second, third],
    }
    expected = [
        ("file The text.", str(file)),
        ("config The text.", "c.yaml: prompts.qa_generation"),
        ("second The text.", "pack second"),
    ]
    for dropped, (text, origin) in zip(("files", "overrides", "packs"), expected, strict=True):
        prompts = library(**everything)
        assert user(prompts) == text
        assert prompts.get("qa_generation").origin == origin
        del everything[dropped]
    assert library().get("qa_generation").origin == "builtin"


def test_a_package_that_declares_a_prompt_ships_it_in_its_own_pack(make_pack: MakePack) -> None:
    spec = PromptSpec(name="glossary", variables=("text",), required=("text",))
    own = make_pack("own", {"glossary": "own {{ text }}"}, "acme")
    other = make_pack("other", {"glossary": "other {{ text }}"}, "else")
    prompts = library(spec, "acme", installed=[other, own])
    assert prompts.render("glossary", {"text": "T"}).messages[1].content == "own T"
    assert prompts.get("glossary").origin == "pack own"
    with pytest.raises(TemplateError, match=r"no template glossary\.j2 .* of acme"):
        library(spec, "acme", installed=[other]).get("glossary")


def test_a_pack_may_override_one_block_of_a_built_in_prompt(make_pack: MakePack) -> None:
    child = '{% extends "builtin:qa_generation.j2" %}{% block system %}Be brief.{% endblock %}'
    prompts = library(packs=[make_pack("acme", {"qa_generation": child})])
    system, said = prompts.render("qa_generation", VALUES).messages
    assert system.content == "Be brief."
    assert said == library().render("qa_generation", VALUES).messages[1]
    assert prompts.get("qa_generation").uses == {"text", "num_pairs"}


def test_three_levels_add_to_each_other_with_super(make_pack: MakePack) -> None:
    middle = (
        '{% extends "builtin:qa_generation.j2" %}'
        "{% block user %}Middle.\n{{ super() }}{% endblock %}"
    )
    top = '{% extends "acme:base.j2" %}{% block user %}{{ super() }}\nTop.{% endblock %}'
    said = user(library(packs=[make_pack("acme", {"base": middle, "qa_generation": top})]))
    builtin = user(library())
    assert said == f"Middle.\n{builtin}\n\nTop."


def test_a_template_without_blocks_is_the_user_message() -> None:
    messages = inline("Make {{ num_pairs }} of {{ text }}").render("qa_generation", VALUES).messages
    assert messages[0].content == DEFAULT_SYSTEM
    assert messages[1].content == "Make 5 of The text."


def test_what_stands_around_a_system_block_is_the_user_message() -> None:
    source = "{% block system %}Rules.{% endblock %}\nMake {{ num_pairs }} of {{ text }}"
    system, said = inline(source).render("qa_generation", VALUES).messages
    assert (system.content, said.content) == ("Rules.", "Make 5 of The text.")


def test_set_macros_and_loops_are_the_templates_own_names() -> None:
    source = (
        "{% set passage = text | trim %}{% macro quoted(x) %}<{{ x }}>{% endmacro %}"
        "{% block user %}{% for n in range(2) %}{{ n }}{{ loop.index }}{% endfor %}"
        "{{ quoted(passage) }}{% endblock %}"
    )
    prompts = inline(source)
    assert user(prompts) == "0112<The text.>"
    assert prompts.get("qa_generation").uses == {"text"}


def test_an_override_may_give_the_system_message_and_a_file(tmp_path: Path) -> None:
    file = tmp_path / "p.j2"
    file.write_text("From file: {{ text }}", "utf-8")
    prompts = inline(PromptOverride(file=str(file), system="Be {brief}."))
    system, said = prompts.render("qa_generation", VALUES).messages
    assert (system.content, said.content) == ("Be {brief}.", "From file: The text.")
    assert prompts.get("qa_generation").origin == str(file)


def test_an_override_may_say_how_its_text_is_to_be_read() -> None:
    text = "{{ num_pairs }} {text}"
    assert user(inline(PromptOverride(text=text, dialect="braces"))) == "{{ num_pairs }} The text."
    with pytest.raises(TemplateError, match="does not use"):
        inline(PromptOverride(text=text, dialect="jinja")).get("qa_generation")


def test_a_file_with_the_ending_of_templates_is_a_template(tmp_path: Path) -> None:
    file = tmp_path / "p.j2"
    file.write_text("{text} {{ text }}", "utf-8")
    assert user(library(files={"qa_generation": file})) == "{text} The text."


def test_lists_and_objects_are_put_in_as_json_and_images_go_along() -> None:
    image = Image(data=b"png", media_type="image/png")
    rendered = inline("{text}").render("qa_generation", {"text": [{"q": "é"}]}, [image])
    assert rendered.messages[1].content == '[\n {\n  "q": "é"\n }\n]'
    assert rendered.messages[1].images == (image,)


def test_the_hash_changes_with_text_and_system_message() -> None:
    hashes = {
        inline(override).get("qa_generation").sha256
        for override in (
            "{text}",
            "{text}.",
            PromptOverride(text="{text}", system="a"),
            PromptOverride(text="{text}", system="b"),
        )
    }
    assert len(hashes) == 4


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ text }}\n{% if %}", ["c.yaml: prompts.qa_generation: line 2: "]),
        ("{{ text }}\n\n{{ text | shout }}", ["line 3: ", "shout"]),
        ("{{ text }}{% block a %}", ["line 1: "]),
        ("{{ text }}{{ txt }}", ["'txt' is not a variable", "did you mean 'text'?"]),
        ("{{ text }}{{ colour }}", ["'colour' is not a variable of the prompt 'qa_generation'"]),
        ("Create {num_pairs} pairs", ["does not use {text}"]),
        ("{% if true %}Create {{ num_pairs }}{% endif %}", ["does not use {text}"]),
        ("", ["does not use {text}"]),
        ('{% extends "builtin:nope.j2" %}', ["'builtin:nope.j2', which does not exist"]),
        ('{% extends "acme:qa.j2" %}', ["'acme:qa.j2', which does not exist"]),
        ('{% extends "builtin:../x.j2" %}', ["'builtin:../x.j2', which does not exist"]),
        ('{% include "/etc/passwd" %}{{ text }}', ["which does not exist"]),
        (
            '{% extends "builtin:qa_generation.j2" %}{% block user %}Only {{ num_pairs }}.'
            "{% endblock %}",
            ["does not use {text}"],
        ),
    ],
)
def test_a_prompt_that_cannot_work_is_refused_with_its_place(
    source: str, expected: list[str]
) -> None:
    with pytest.raises(TemplateError) as caught:
        inline(source).get("qa_generation")
    for part in ["c.yaml: prompts.qa_generation: ", *expected]:
        assert part in caught.value.message


def test_a_mistake_in_a_parent_names_the_parent(make_pack: MakePack) -> None:
    pack = make_pack(
        "acme", {"base": "\n{{ text | shout }}", "qa_generation": '{% extends "acme:base.j2" %}'}
    )
    with pytest.raises(TemplateError, match=r"pack acme: in acme:base\.j2: line 2: .*shout"):
        library(packs=[pack]).get("qa_generation")


def test_templates_that_extend_themselves_are_refused(make_pack: MakePack) -> None:
    pack = make_pack(
        "acme",
        {
            "qa_generation": '{% extends "acme:base.j2" %}',
            "base": '{% extends "acme:qa_generation.j2" %}',
        },
    )
    with pytest.raises(TemplateError, match="extends or includes itself"):
        library(packs=[pack]).get("qa_generation")


def test_a_template_may_replace_a_parents_block_that_uses_other_variables() -> None:
    source = (
        '{% extends "builtin:cot_generation.j2" %}'
        "{% block user %}{{ num_pairs }} of {{ text }}{% endblock %}"
    )
    assert user(inline(source)) == "5 of The text."


def test_a_value_that_is_missing_is_an_error_not_an_empty_place() -> None:
    prompts = inline("{% if true %}{{ text }} {{ summary }}{% endif %}")
    with pytest.raises(TemplateError, match=r"from c\.yaml.*'summary' is undefined"):
        prompts.render("qa_generation", {"text": "x"})


def test_a_value_that_no_prompt_declares_is_an_error() -> None:
    with pytest.raises(TemplateError, match=r"does not declare \['colour'\]"):
        library().render("qa_generation", {**VALUES, "colour": "red"})


@pytest.mark.parametrize(
    "expression",
    [
        "text.__class__",
        "text['__class__'].__mro__",
        "''['__cla' ~ 'ss__']",
        "text.format.__globals__",
        "'{0.__class__}'.format(text)",
        "(text | attr('__class__'))",
        "cycler.__init__.__globals__",
        "text.upper.__self__.__class__.__subclasses__()",
        "num_pairs + summary",
        "num_pairs / 0",
        "text[0].nothing.more",
        "range(10 ** 9) | list",
    ],
)
def test_templates_cannot_reach_out_of_the_sandbox(expression: str) -> None:
    prompts = inline(f"{{{{ text }}}}{{{{ {expression} }}}}")
    with pytest.raises(TemplateError, match="qa_generation"):
        prompts.render("qa_generation", VALUES)


HOSTILE = st.sampled_from(
    [
        "{{ 7*7 }}",
        "{text}",
        "{summary}",
        "{{ summary }}",
        "{% raw %}",
        "{% endblock %}",
        "{# x #}",
        "{{",
        "}}",
        "%}",
        "\\g<0>",
        "{0.__class__}",
    ]
)
DOCUMENTS = st.lists(HOSTILE | st.text(max_size=5), max_size=8).map("".join)
STYLES = {
    "jinja": inline("<{{ text }}|{{ summary }}>"),
    "format": inline("<{text}|{summary}>"),
    "braces": inline('<{text}|{summary}>{"a": {}}'),
    "builtin": inline(
        '{% extends "builtin:qa_generation.j2" %}{% block user %}<{{ text }}|{{ summary }}>'
        "{% endblock %}"
    ),
}


@pytest.mark.parametrize("style", STYLES)
@given(text=DOCUMENTS, summary=DOCUMENTS)
def test_documents_stay_inert_in_every_style(style: str, text: str, summary: str) -> None:
    said = user(STYLES[style], text=text, summary=summary)
    assert said.startswith(f"<{text}|{summary}>")


def test_a_near_miss_warns_and_renders_as_it_stands() -> None:
    prompts = inline("Create {num_pair} pairs of {text}")
    [warning] = prompts.get("qa_generation").warnings
    assert warning.startswith("c.yaml: prompts.qa_generation: {num_pair} is not a variable")
    assert "did you mean {num_pairs}?" in warning
    assert user(prompts) == "Create {num_pair} pairs of The text."


def test_a_required_variable_that_is_misspelt_is_named_in_the_hint() -> None:
    with pytest.raises(TemplateError, match=r"does not use \{text\}") as caught:
        inline("Create pairs of {txt}").get("qa_generation")
    assert "did you mean {text}?" in caught.value.hint


@pytest.mark.parametrize("where", ["files", "overrides"])
def test_an_unknown_prompt_name_suggests_the_nearest(where: str, tmp_path: Path) -> None:
    chosen: dict[str, Any] = {where: {"qa_generatoin": tmp_path / "x"}}
    with pytest.raises(TemplateError, match="did you mean 'qa_generation'"):
        library(**chosen)


def test_a_template_file_must_be_readable_text(tmp_path: Path) -> None:
    file = tmp_path / "p.txt"
    with pytest.raises(TemplateError, match=r"p\.txt cannot be read: No such file"):
        library(files={"qa_generation": file}).get("qa_generation")
    file.write_bytes(b"caf\xe9 {text}")
    with pytest.raises(TemplateError, match=r"p\.txt is not UTF-8"):
        library(files={"qa_generation": file}).get("qa_generation")
    file.write_bytes(b"\xef\xbb\xbf{text}")
    assert user(library(files={"qa_generation": file})) == "The text."


def test_packs_are_found_by_name_or_folder(tmp_path: Path, make_pack: MakePack) -> None:
    installed = [make_pack("acme", {}, "acme-prompts"), make_pack("twin", {}, "a")]
    folder = tmp_path / "folder"
    folder.mkdir()
    found = find_packs(["acme", str(folder)], installed)
    assert [pack.name for pack in found] == ["acme", "folder"]
    with pytest.raises(TemplateError, match="did you mean acme") as caught:
        find_packs(["acne"], installed)
    assert "acme, twin" in caught.value.hint
    twins = [*installed, Pack("twin", tmp_path, "x", "b")]
    with pytest.raises(TemplateError, match="two packages provide the prompt pack 'twin': a and b"):
        find_packs(["twin"], twins)


def test_a_pack_that_cannot_be_opened_breaks_nobody_elses_prompts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    for name, code in {
        "fine_pack": "",
        "raising_pack": "raise SystemExit(3)",
        "bare_pack": "",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(code, "utf-8")
    (tmp_path / "fine_pack" / "prompts").mkdir()
    contributions = [
        Contribution(
            PromptPack(name=package.replace("_", "-"), package=package),
            PluginRecord(name=f"{package}:x", distribution=package, version="1", value=package),
        )
        for package in ("missing_pack", "raising_pack", "bare_pack", "fine_pack")
    ]
    assert [pack.name for pack in installed_packs(contributions)] == ["fine-pack"]
    missing, raising, bare, fine = (c.plugin for c in contributions)
    assert "missing_pack cannot be imported" in missing.error
    assert "SystemExit" in raising.error
    assert "has no folder 'prompts'" in bare.error
    assert fine.state == "ok"
