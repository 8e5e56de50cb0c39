"""Values as they are typed, masked and dumped, and the files that the product brings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.config import Config, load_config
from sdk_core.config.layers import mask
from sdk_core.config.yamlfile import parse_scalar
from sdk_core.errors import ConfigError
from sdk_core.kinds import BACKEND
from sdk_core.registry.manager import Manager
from sdk_core.registry.option_values import validate_options
from sdk_core.registry.registry import Registry
from sdk_core.resources import data_directory
from tests.config.loading import BACKENDS


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("[en, no, 3.10]", ["en", "no", "3.10"]),
        ('{"top_k": 20}', {"top_k": 20}),
        ("{text}", "{text}"),
        ("no", "no"),
        ("3.10", "3.10"),
        ("1:30", "1:30"),
        ("2020-13-45", "2020-13-45"),
        ("a: b", "a: b"),
        ("# x", "# x"),
        ("[draft] title", "[draft] title"),
        ("!!python/name:os.system", "!!python/name:os.system"),
        ("", ""),
    ],
)
def test_values_of_flags_and_variables_mean_what_was_typed(text: str, value: object) -> None:
    assert parse_scalar(text) == value
    assert type(parse_scalar(text)) is type(value)


@given(st.text() | st.text("[]{}:,'\"#&*! 0.ab\n"))
def test_any_text_can_be_a_value(text: str) -> None:
    value = parse_scalar(text)
    if not text.strip().startswith(("[", "{")):
        assert value is None or isinstance(value, bool) or value == text


@pytest.mark.parametrize(
    ("key", "secret"),
    [
        ("api_key", True),
        ("API-KEY", True),
        ("hf_token", True),
        ("password", True),
        ("Authorization", True),
        ("max_tokens", False),
        ("model", False),
        ("monkey", False),
    ],
)
def test_secrets_are_masked(key: str, secret: bool) -> None:
    assert (mask(("x", key), "value") == "********") is secret
    assert (mask(("x", key), 12345) == "********") is secret
    assert mask(("x", key), "") == ""


def test_the_ready_made_config_says_what_the_defaults_are() -> None:
    file = data_directory("configs") / "config.yaml"
    loaded = load_config(file, None, {}, free_sections=lambda: BACKENDS)
    assert loaded.notes == []
    registry = Registry(Manager(disabled=["all"]))
    for name, values in loaded.config.sections.items():
        options = registry.get(BACKEND, name).load().options_type
        assert validate_options(options, values, name) == options()
    assert (
        loaded.config.model_copy(update=dict.fromkeys(loaded.config.sections)).model_dump(
            include=set(Config.model_fields)
        )
        == Config().model_dump()
    )


@pytest.mark.parametrize(
    "file", sorted(data_directory("configs").glob("*.yaml")), ids=lambda f: f.stem
)
def test_every_ready_made_config_is_valid(file: Path) -> None:
    registry = Registry(Manager(disabled=["all"]))
    loaded = load_config(file, None, {}, free_sections=lambda: BACKENDS)
    assert loaded.notes == []
    registry.get(BACKEND, loaded.config.llm.provider)
    for name, values in loaded.config.sections.items():
        validate_options(registry.get(BACKEND, name).load().options_type, values, name)


GOOD = st.fixed_dictionaries(
    {},
    optional={
        "chunk_size": st.integers(1000, 9000),
        "overlap": st.integers(0, 199),
        "num_pairs": st.integers(1, 9000),
        "temperature": st.floats(0, 2),
        "seed": st.integers(0, 9000),
        "max_tokens": st.integers(1, 9000),
    },
)


@given(GOOD)
def test_good_values_load_exactly(values: dict[str, Any]) -> None:
    loaded = load_config(None, {"flag": {"generation": values}}, {})
    for key, value in values.items():
        assert getattr(loaded.config.generation, key) == value
        assert loaded.origin("generation", key) == "flag"


KEYS = st.sampled_from(["chunk_size", "overlap", "num_pairs", "temperature", "seed", "max_tokens"])
VALUES = st.none() | st.booleans() | st.integers(-5, 9000) | st.floats(0, 3) | st.text(max_size=5)


@given(st.dictionaries(KEYS, VALUES))
def test_any_values_load_exactly_or_are_refused_by_name(values: dict[str, Any]) -> None:
    loaded, refusal = None, ""
    try:
        loaded = load_config(None, {"flag": {"generation": values}}, {})
    except ConfigError as error:
        refusal = error.message
    if loaded is None:
        assert any(key in refusal for key in values)
        return
    for key, value in values.items():
        expected = None if value is None else float(value)
        assert getattr(loaded.config.generation, key) == expected
        assert loaded.origin("generation", key) == "flag"
