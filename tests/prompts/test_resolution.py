"""Where a prompt's template comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sdk_core.config import PromptOverride
from sdk_core.errors import TemplateError
from sdk_core.prompts import PromptLibrary
from sdk_core.prompts.library import DEFAULT_SYSTEM
from sdk_core.prompts.packs import builtin_pack
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.resources import data_directory
from sdk_core.specs import PromptSpec
from tests.prompts.library import CORE, VALUES, MakePack, inline, library, user


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
        assert prompt.found.origin == "builtin"
        assert set(prompt.spec.required) <= prompt.uses <= set(prompt.spec.variables)
        values = {variable: f"<<{variable}>>" for variable in prompt.spec.variables}
        system, said = prompts.render(name, values).messages
        assert (system.role, said.role) == ("system", "user")
        if name != "summary_instruction":  # it is written into rows, and no model is asked
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
        assert prompts.get("qa_generation").found.origin == origin
        del everything[dropped]
    assert library().get("qa_generation").found.origin == "builtin"


def test_a_package_that_declares_a_prompt_ships_it_in_its_own_pack(make_pack: MakePack) -> None:
    spec = PromptSpec(name="glossary", variables=("text",), required=("text",))
    own = make_pack("own", {"glossary": "own {{ text }}"}, "acme")
    other = make_pack("other", {"glossary": "other {{ text }}"}, "else")
    prompts = library(spec, "acme", installed=[other, own])
    assert prompts.render("glossary", {"text": "T"}).messages[1].content == "own T"
    assert prompts.get("glossary").found.origin == "pack own"
    with pytest.raises(TemplateError, match=r"no template glossary\.j2 .* of acme"):
        library(spec, "acme", installed=[other]).get("glossary")


def test_an_override_may_give_the_system_message_and_a_file(tmp_path: Path) -> None:
    file = tmp_path / "p.j2"
    file.write_text("From file: {{ text }}", "utf-8")
    prompts = inline(PromptOverride(file=str(file), system="Be {brief}."))
    system, said = prompts.render("qa_generation", VALUES).messages
    assert (system.content, said.content) == ("Be {brief}.", "From file: The text.")
    assert prompts.get("qa_generation").found.origin == str(file)


def test_an_override_may_say_how_its_text_is_to_be_read() -> None:
    text = "{{ num_pairs }} {text}"
    assert user(inline(PromptOverride(text=text, dialect="braces"))) == "{{ num_pairs }} The text."
    with pytest.raises(TemplateError, match="does not use"):
        inline(PromptOverride(text=text, dialect="jinja")).get("qa_generation")


def test_a_file_with_the_ending_of_templates_is_a_template(tmp_path: Path) -> None:
    file = tmp_path / "p.j2"
    file.write_text("{text} {{ text }}", "utf-8")
    assert user(library(files={"qa_generation": file})) == "{text} The text."


def test_the_hash_changes_with_text_and_system_message() -> None:
    hashes = {
        inline(override).get("qa_generation").found.sha256
        for override in (
            "{text}",
            "{text}.",
            PromptOverride(text="{text}", system="a"),
            PromptOverride(text="{text}", system="b"),
        )
    }
    assert len(hashes) == 4


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
