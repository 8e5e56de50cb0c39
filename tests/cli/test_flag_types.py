"""From a component's options to flags: names, types, defaults, and what no flag can say."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import click
import pytest
from click.testing import CliRunner
from pydantic import Field, SecretStr

from sdk_core.cli import component_flags, flag_types
from sdk_core.cli.state import State
from sdk_core.components import Options
from sdk_core.kinds import KINDS
from sdk_core.registry.manager import PluginRecord
from sdk_core.registry.option_values import read_texts, validate_options
from sdk_core.registry.registry import Entry
from sdk_core.specs import BackendSpec, ExporterSpec


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Everything(Options):
    title: str = Field("x", description="A title.")
    half_open: Annotated[float, Field(gt=0, le=1)] = 0.5
    count: int | None = Field(None, ge=1)
    plain: int = 3
    wanted: bool = True
    level: Literal[1, 2] = 1
    mode: Literal["a", "b"] | None = None
    colour: Colour = Colour.RED
    folder: Path = Path("data")
    names: list[str] = Field(default_factory=lambda: ["en"])
    sizes: tuple[int, ...] = ()
    table: dict[str, str] = Field(default_factory=dict)
    either: int | str = 1
    must: int
    model: str = ""
    api_key: SecretStr = SecretStr("s3cret")


EXPECTED = {
    "title": "text",
    "half_open": "number, above 0 and at most 1",
    "count": "integer, at least 1 or null",
    "plain": "integer",
    "wanted": "yes or no",
    "level": "1, 2",
    "mode": "a, b or null",
    "colour": "red, blue",
    "folder": "path",
    "names": "list of text",
    "sizes": "list of integer",
    "table": "mapping",
    "either": "value",
    "must": "integer",
}


def entry(spec: Any = ExporterSpec) -> Entry:
    plugin = PluginRecord(name="acme:main", distribution="acme", version="1", value="acme")
    kind = KINDS[spec.kind]
    return Entry(kind, spec(name="all-of-it", target="acme:Thing", summary="All"), plugin)


def test_types_as_people_read_them() -> None:
    fields = Everything.model_fields
    assert {name: flag_types.describe_type(fields[name]) for name in EXPECTED} == EXPECTED
    assert flag_types.default_of(fields["colour"]) == "red"
    assert flag_types.default_of(fields["names"]) == ["en"]
    assert flag_types.default_of(fields["must"]) is None


def command(taken: set[str], spec: Any = ExporterSpec) -> tuple[click.Command, State, Any]:
    state = State()
    group = flag_types.group(
        entry(spec), Everything.model_fields, taken, main=True, remember=component_flags._remember
    )
    return click.Command("go", params=[*group.flags], callback=lambda: None), state, group


ARGUMENTS = (
    "--title yes --half-open 0.25 --count 3 --no-wanted --level 2 --mode b --colour blue "
    "--folder x/y --names de --names fr --sizes 1 --sizes 2 --must 7"
)


def test_flags_become_a_config_layer_that_the_options_accept() -> None:
    program, state, group = command(set())
    done = CliRunner().invoke(program, ARGUMENTS.split(), obj=state)
    assert done.exit_code == 0, done.output
    values: dict[str, Any] = {}
    for flag, layer in state.flag_layers.items():
        (name, value) = next(iter(layer["exporters"]["all-of-it"].items()))
        assert flag == f"--{name.replace('_', '-')}"
        values[name] = value
    options = validate_options(Everything, values, "it")
    assert options == Everything(
        title="yes",
        half_open=0.25,
        count=3,
        wanted=False,
        level=2,
        mode="b",
        colour=Colour.BLUE,
        folder=Path("x/y"),
        names=["de", "fr"],
        sizes=(1, 2),
        must=7,
    )
    assert {name for name, _ in group.others} == {"table", "either", "api_key"}
    assert "s3cret" not in str(group.others)


def test_flags_that_are_taken_are_set_in_another_way() -> None:
    _, _, group = command({"--title", "--no-wanted", "--model"})
    said = dict(group.others)
    assert "-O title=VALUE, since --title is another option" in said["title"]
    assert "wanted" in said
    assert "model" in said
    _, _, group = command({"--model"}, BackendSpec)
    assert "model" not in dict(group.others)  # the command's --model is the same thing


@pytest.mark.parametrize(
    ("flag", "value", "said"),
    [
        ("--count", "0", "'--count' of exporter 'all-of-it': 0 is not in the range x>=1"),
        ("--plain", "x", "'--plain' of exporter 'all-of-it': 'x' is not a valid integer"),
        ("--colour", "green", "'--colour' of exporter 'all-of-it': 'green' is not one of"),
    ],
)
def test_a_wrong_value_names_flag_and_component(flag: str, value: str, said: str) -> None:
    program, state, _ = command(set())
    done = CliRunner().invoke(program, [flag, value], obj=state)
    assert done.exit_code == 2
    assert said in done.output


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("title", "true", "true"),
        ("title", "3.10", "3.10"),
        ("title", "[a]", "[a]"),
        ("wanted", "false", False),
        ("level", "2", 2),
        ("count", "null", None),
        ("count", "4", 4),
        ("mode", "null", None),
        ("names", "[de, no]", ["de", "no"]),
        ("table", '{"a": "b"}', {"a": "b"}),
        ("half-open", "1", 1.0),
    ],
)
def test_texts_mean_what_the_option_can_be(name: str, text: str, value: Any) -> None:
    values = read_texts(Everything, {name: text, "must": 1})
    options = validate_options(Everything, values, "it")
    assert getattr(options, name.replace("-", "_")) == value
