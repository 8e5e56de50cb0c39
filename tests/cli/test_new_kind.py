"""A kind of component that the core does not have: an entry, a spec and a base class are enough."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sdk_core.testing.program import Finished, run_command
from tests.cli.one_process import run_in_one_process

GROWN = '''
"""The core with one more kind of component."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from sdk_core import components, hookspecs, kinds, specs


@dataclass(frozen=True, slots=True, kw_only=True)
class WidgetSpec(specs.ComponentSpec):
    kind: ClassVar[str] = "widget"
    teeth: int = 0


class Widget(components.Component[components.OptionsT], ABC):
    @abstractmethod
    def turn(self):
        """Turn."""


@hookspecs.hookspec
def sdk_widgets():
    """Return the widgets of this package."""


components.Widget = Widget
hookspecs.sdk_widgets = sdk_widgets
kinds.KINDS["widget"] = WIDGET = kinds.Kind("widgets", WidgetSpec, "Widget", "cog")
'''

REGISTRATION = """
import grown
from sdk_core.api import hookimpl


@hookimpl
def sdk_widgets():
    yield grown.WidgetSpec(name="cog", target="acme_cogs:Cog", summary="Turns others", teeth=12)
"""

COGS = """
import grown
from pydantic import Field
from sdk_core.components import Options


class CogOptions(Options):
    speed: int = Field(3, ge=1, description="Turns a minute")


class Cog(grown.Widget[CogOptions]):
    def turn(self):
        return self.options.speed
"""

USED = """
import json
import sys
from pathlib import Path

import grown
from sdk_core.config import load_config
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.runs.session import Session
from sdk_core.testing.plugin import Plugin, Settings

registry = Registry(Manager())
entry = registry.get(grown.WIDGET, "acme_widgets/cog")
session = Session(loaded=load_config(Path("gears.yaml")), registry=registry)
plugin = Plugin("acme_widgets", Settings())
print(json.dumps({
    "class": entry.load().__name__,
    "default": entry.create({}).turn(),
    "given": entry.create({}, texts={"speed": "5"}).turn(),
    "configured": session.component(entry).turn(),
    "checked": [name for name, _ in plugin.things("component")],
    "own": [name for name, _ in plugin.things(grown.WIDGET)],
}))
"""


@pytest.fixture
def grown(install: Callable[..., dict[str, str]], environment: dict[str, str]) -> dict[str, str]:
    """Return the environment of a program in which there are widgets, one of them installed."""
    seen = install("acme_widgets", REGISTRATION, acme_cogs=COGS, grown=GROWN)
    return {**environment, **seen}


def run(commands: list[list[str]], work: Path, grown: dict[str, str]) -> list[Finished]:
    """Run commands of the program that has grown."""
    return run_in_one_process(commands, work, grown, first="import grown")


def test_a_new_kind_is_listed_and_explained(grown: dict[str, str], work: Path) -> None:
    listed, told, page = run(
        [
            ["plugins", "list", "--kind", "widget"],
            ["plugins", "info", "cog", "--json"],
            ["plugins", "info", "cog", "--markdown"],
        ],
        work,
        grown,
    )
    assert listed.out.splitlines()[0] == "widgets", listed.err
    assert "Turns others" in listed.out
    (about,) = told.json
    assert (about["kind"], about["details"]) == ("widget", {"teeth": 12})
    assert [option["name"] for option in about["options"]] == ["speed"]
    assert "## Widgets" in page.out
    assert "Config section `widgets.cog`." in page.out


def test_a_new_kind_has_a_section_in_the_config(grown: dict[str, str], work: Path) -> None:
    (work / "gears.yaml").write_text("widgets: {cog: {speed: 7}}\n", encoding="utf-8")
    (work / "wrong.yaml").write_text("widgets: {cog: {sped: 7}}\n", encoding="utf-8")
    valid, shown, wrong = run(
        [
            ["-c", "gears.yaml", "config", "validate"],
            ["-c", "gears.yaml", "config", "show"],
            ["-c", "wrong.yaml", "config", "validate"],
        ],
        work,
        grown,
    )
    assert "is valid" in valid.out, valid.err
    assert "widgets.cog.speed = 7" in shown.out
    assert wrong.code == 2
    assert "widgets.cog has no option 'sped'; did you mean speed?" in wrong.err


def test_components_of_a_new_kind_are_found_built_and_checked(
    grown: dict[str, str], work: Path
) -> None:
    (work / "gears.yaml").write_text("widgets: {cog: {speed: 7}}\n", encoding="utf-8")
    done = run_command([sys.executable, "-c", USED], work, grown)
    assert json.loads(done.out or "null") == {
        "class": "Cog",
        "default": 3,
        "given": 5,
        "configured": 7,
        "checked": ["widget-cog"],
        "own": ["cog"],
    }, done.err
