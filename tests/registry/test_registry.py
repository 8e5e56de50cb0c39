"""Names mean components; nothing is shadowed in silence, and what is broken is blamed by name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from pydantic import Field, SecretStr, model_validator

from sdk_core import kinds
from sdk_core.components import Options
from sdk_core.errors import (
    AmbiguousComponent,
    ConfigError,
    MissingDependency,
    PluginError,
    UnknownComponent,
    UsageError,
)
from sdk_core.kinds import EXPORTER, KINDS, Kind
from sdk_core.parsing.parser_choice import for_file
from sdk_core.registry.discovery import CORE
from sdk_core.registry.manager import Manager
from sdk_core.registry.option_values import validate_options
from sdk_core.registry.registry import Registry
from tests.registry.distributions import core, install, registering

Build = Callable[..., Registry]

PARSER = """
from sdk_core.components import Options, Parser

class Thing(Parser):
    def parse(self, source, ctx):
        return ()
"""


OPTIONS_INSIDE = "the options of Thing are named in brackets behind its base class"


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Return a function that makes a registry of the built-ins and these plugins."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "modules", dict(sys.modules))

    def make(
        *plugins: Distribution, disabled: Sequence[str] = (), prefer: Sequence[str] = ()
    ) -> Registry:
        return Registry(Manager(distributions=[core(), *plugins], disabled=disabled), prefer)

    return make


@pytest.fixture
def parser(tmp_path: Path, build: Build) -> Callable[..., Registry]:
    """Return a function that registers a parser ``thing`` whose module holds some code."""

    def make(code: str, *, extra: str = "", attribute: str = "Thing") -> Registry:
        (tmp_path / "thing_target.py").write_text(code, "utf-8")
        registration = (
            "from sdk_core.api import ParserSpec, hookimpl\n\n@hookimpl\ndef sdk_parsers():\n"
            f"    yield ParserSpec(name='thing', target='thing_target:{attribute}',"
            f" summary='s', extra={extra!r})\n"
        )
        return build(install(tmp_path, "acme-things", registration, version="2.1"))

    return make


@pytest.fixture(scope="module")
def builtins() -> Registry:
    return Registry(Manager(distributions=[core()]))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_built_in_target_is_a_whole_component(kind: Kind, builtins: Registry) -> None:
    found = builtins.all(kind)
    assert found
    for entry in found:
        assert entry.load()
        assert entry.qualified == f"{CORE}/{entry.spec.name}"
        for field in entry.load().options_type.model_fields.values():
            assert field.description


def test_every_kind_of_the_contract_has_its_built_ins(builtins: Registry) -> None:
    expected = {
        "generator": {"qa", "cot", "summary", "cot-enhance", "multimodal-qa"},
        "judge": {"rating"},
        "backend": {"vllm", "api-endpoint", "offline", "recorded"},
        "exporter": {"jsonl", "alpaca", "ft", "chatml"},
        "storage": {"json", "hf"},
        "trainer": {"trl", "llamafactory", "openai", "lm-eval"},
    }
    for kind, names in expected.items():
        assert names <= set(builtins.by_bare_name(KINDS[kind]))


def test_an_unknown_name_suggests_the_nearest_and_lists_all(builtins: Registry) -> None:
    with pytest.raises(UnknownComponent) as caught:
        builtins.get(EXPORTER, "alpacca")
    assert "there is no exporter 'alpacca'; did you mean alpaca?" in caught.value.message
    assert "Known: " in caught.value.message
    assert "chatml" in caught.value.message
    assert "plugins list --kind exporter" in caught.value.hint


def test_an_unknown_name_blames_plugins_that_are_broken_or_off(
    tmp_path: Path, build: Build
) -> None:
    broken = install(tmp_path, "bad", "import nothing_of_that_name")
    with pytest.raises(UnknownComponent) as caught:
        build(broken).get(kinds.PARSER, "comic")
    assert "plugins doctor" in caught.value.hint
    with pytest.raises(UnknownComponent) as caught:
        build(broken, disabled=["all"]).get(kinds.PARSER, "comic")
    assert "switched off" in caught.value.hint


def test_two_third_parties_with_one_name_are_told_apart(tmp_path: Path, build: Build) -> None:
    both = [
        install(tmp_path, name, registering("parsers", "comic", module=name) + PARSER)
        for name in ("aaa", "bbb")
    ]
    registry = build(*both)
    with pytest.raises(AmbiguousComponent, match="two packages provide the parser") as caught:
        registry.get(kinds.PARSER, "comic")
    assert caught.value.hint == (
        "say which: aaa/comic or bbb/comic, or name a package in plugins.prefer"
    )
    for name in ("aaa", "bbb"):
        entry = registry.get(kinds.PARSER, f"{name}/comic")
        assert entry.plugin.distribution == name
        assert entry.load().__module__ == name


def test_a_built_in_name_is_never_shadowed(tmp_path: Path, build: Build) -> None:
    third = install(tmp_path, "aaa", registering("parsers", "pdf", module="aaa") + PARSER)
    registry = build(third)
    assert registry.get(kinds.PARSER, "pdf").plugin.builtin
    assert registry.get(kinds.PARSER, f"{CORE}/pdf").plugin.builtin
    assert registry.get(kinds.PARSER, "aaa/pdf").plugin.distribution == "aaa"
    assert registry.by_bare_name(kinds.PARSER)["pdf"].plugin.builtin


@pytest.mark.parametrize(
    ("prefer", "winner"),
    [
        ((), CORE),
        (["b_bb"], "b-bb"),
        (["B.BB", "aaa"], "b-bb"),
        (["aaa", "b-bb"], "aaa"),
        (["aaa/other", "b-bb/pdf"], "b-bb"),
        (["aaa/comic", f"{CORE}/pdf", "b-bb"], CORE),
    ],
)
def test_a_preferred_package_wins_names_and_files(
    prefer: list[str], winner: str, tmp_path: Path, build: Build
) -> None:
    both = []
    for name in ("aaa", "b-bb"):
        module = name.replace("-", "")
        code = registering("parsers", "pdf", "comic", module=module)
        code = code.replace('name="pdf"', 'name="pdf", extensions=(".pdf",)') + PARSER
        both.append(install(tmp_path, name, code, module=module))
    registry = build(*both, prefer=prefer)
    entry = registry.get(kinds.PARSER, "pdf")
    assert entry.plugin.distribution == winner
    assert entry.preferred is (bool(prefer))
    assert for_file(registry, Path("x.pdf")).plugin.distribution == winner
    assert registry.get(kinds.PARSER, f"{CORE}/pdf").plugin.builtin
    assert registry.by_bare_name(kinds.PARSER)["pdf"] is entry
    known = {"aaa/other": ["aaa/other"]}
    assert registry.unused_preferences() == known.get(prefer[0] if prefer else "", [])


def test_a_package_that_clashes_with_itself_is_blamed(tmp_path: Path, build: Build) -> None:
    registry = build(
        install(tmp_path, "aaa", registering("parsers", "comic", "comic", module="aaa"))
    )
    with pytest.raises(AmbiguousComponent, match=r"aaa 1\.0 provides two parsers 'comic'"):
        registry.get(kinds.PARSER, "comic")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("class Other: pass", "has no attribute 'Thing'"),
        ("class Thing: pass", "thing_target:Thing is not a subclass of Parser"),
        ("Thing = 3", "is not a subclass of Parser"),
        ("from sdk_core.components import Judge as Thing", "is not a subclass of Parser"),
        (
            "from sdk_core.components import Parser\nclass Thing(Parser): pass",
            "thing_target:Thing does not define parse",
        ),
        (PARSER + "    class Options(Options):\n        depth: int = 1\n", OPTIONS_INSIDE),
        (PARSER + "    Options = dict\n", OPTIONS_INSIDE),
        ("raise RuntimeError('boom')", "cannot be imported: RuntimeError: boom"),
        ("raise SystemExit(2)", "cannot be imported: SystemExit: 2"),
        ("from sdk_core.components import Prser", "cannot be imported: ImportError"),
    ],
)
def test_a_target_that_is_not_what_the_spec_says_is_blamed(
    parser: Callable[..., Registry], code: str, error: str
) -> None:
    with pytest.raises(PluginError) as caught:
        parser(code).get(kinds.PARSER, "thing").load()
    assert caught.value.message.startswith("parser 'thing' of acme-things 2.1")
    assert error in caught.value.message


def test_a_target_in_a_module_that_does_not_exist(tmp_path: Path, build: Build) -> None:
    registry = build(
        install(tmp_path, "aaa", registering("parsers", "comic", module="nowhere.at_all"))
    )
    with pytest.raises(PluginError, match=r"its module nowhere\.at_all does not exist"):
        registry.get(kinds.PARSER, "comic").load()


@pytest.mark.parametrize(
    ("extra", "line"),
    [("comic", 'pip install "acme-things[comic]"'), ("", 'pip install "nothing_of_that_name"')],
)
def test_a_missing_dependency_says_what_to_install(
    parser: Callable[..., Registry], extra: str, line: str
) -> None:
    with pytest.raises(MissingDependency, match="needs the package nothing_of") as caught:
        parser("import nothing_of_that_name.deep", extra=extra).get(kinds.PARSER, "thing").load()
    assert caught.value.hint == line


def test_nested_targets_load(parser: Callable[..., Registry]) -> None:
    code = PARSER + "\nclass Holder:\n    Inner = Thing\n"
    registry = parser(code, attribute="Holder.Inner")
    assert registry.get(kinds.PARSER, "thing").load().__name__ == "Thing"


def test_a_component_is_built_with_its_options(parser: Callable[..., Registry]) -> None:
    code = PARSER.replace("(Parser)", "(Parser[Depth])").replace(
        "class Thing", "class Depth(Options):\n    depth: int = 1\n\n\nclass Thing"
    )
    entry = parser(code).get(kinds.PARSER, "thing")
    assert entry.create({"depth": "3"}).options.depth == 3
    with pytest.raises(ConfigError) as caught:
        entry.create({"dept": 3})
    assert caught.value.message == (
        "parser 'thing' of acme-things 2.1 has no option 'dept'; did you mean depth?"
    )


def test_a_constructor_that_fails_is_the_plugins_fault(parser: Callable[..., Registry]) -> None:
    code = PARSER + "    def __init__(self, options=None):\n        raise OSError('no model')\n"
    with pytest.raises(
        PluginError, match=r"of acme-things 2\.1 cannot be built: OSError: no model"
    ):
        parser(code).get(kinds.PARSER, "thing").create({})


class Example(Options):
    size: int = Field(3, ge=1)
    api_key: SecretStr = SecretStr("")
    names: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _check(self) -> Example:
        if self.size == 13:
            raise ValueError("13 brings bad luck")
        return self


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"sise": 1}, "it has no option 'sise'; did you mean size?"),
        ({"zzz": 1}, "it has no option 'zzz'"),
        ({"size": "many"}, "it: option 'size': Input should be a valid integer"),
        ({"size": 0}, "it: option 'size': Input should be greater than or equal to 1"),
        ({"names": ["a", 3]}, "it: option 'names.1': Input should be a valid string"),
        ({"size": 13}, "it: 13 brings bad luck"),
    ],
)
def test_a_wrong_option_is_one_sentence(values: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        validate_options(Example, values, "it")
    assert caught.value.message.startswith(message)
    assert isinstance(caught.value, UsageError)


def test_an_error_never_shows_a_secret() -> None:
    with pytest.raises(ConfigError) as caught:
        validate_options(Example, {"api_key": ["hunter2"]}, "it")
    assert "hunter2" not in caught.value.message


def test_prompts_are_known_by_name_with_their_owner(builtins: Registry) -> None:
    spec, entry = builtins.prompts["qa_generation"]
    assert entry.spec.name == "qa"
    assert set(spec.required) == {"text"}
