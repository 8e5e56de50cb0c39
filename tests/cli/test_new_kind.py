"""A kind of component that the core does not have: an entry, a spec and a base class are enough."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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

PROGRAM = """
import grown
from sdk_core.cli import main

main()
"""

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

Grown = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def grown(install: Callable[..., dict[str, str]], work: Path, environment: dict[str, str]) -> Grown:
    """Return a function that runs a program in which there are widgets, one of them installed."""
    seen = install("acme_widgets", REGISTRATION, acme_cogs=COGS, grown=GROWN)

    def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=work,
            env={**environment, **seen},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


def test_a_new_kind_is_listed_and_explained(grown: Grown) -> None:
    listed = grown(PROGRAM, "plugins", "list", "--kind", "widget")
    assert listed.stdout.splitlines()[0] == "widgets", listed.stderr
    assert "Turns others" in listed.stdout
    (about,) = json.loads(grown(PROGRAM, "plugins", "info", "cog", "--json").stdout)
    assert (about["kind"], about["details"]) == ("widget", {"teeth": 12})
    assert [option["name"] for option in about["options"]] == ["speed"]
    page = grown(PROGRAM, "plugins", "info", "cog", "--markdown").stdout
    assert "## Widgets" in page
    assert "Config section `widgets.cog`." in page


def test_a_new_kind_has_a_section_in_the_config(grown: Grown, work: Path) -> None:
    (work / "gears.yaml").write_text("widgets: {cog: {speed: 7}}\n", encoding="utf-8")
    assert "is valid" in grown(PROGRAM, "-c", "gears.yaml", "config", "validate").stdout
    assert "widgets.cog.speed = 7" in grown(PROGRAM, "-c", "gears.yaml", "config", "show").stdout
    (work / "wrong.yaml").write_text("widgets: {cog: {sped: 7}}\n", encoding="utf-8")
    wrong = grown(PROGRAM, "-c", "wrong.yaml", "config", "validate")
    assert wrong.returncode == 2
    assert "widgets.cog has no option 'sped'; did you mean speed?" in wrong.stderr


def test_components_of_a_new_kind_are_found_built_and_checked(grown: Grown, work: Path) -> None:
    (work / "gears.yaml").write_text("widgets: {cog: {speed: 7}}\n", encoding="utf-8")
    done = grown(USED)
    assert json.loads(done.stdout or "null") == {
        "class": "Cog",
        "default": 3,
        "given": 5,
        "configured": 7,
        "checked": ["widget-cog"],
        "own": ["cog"],
    }, done.stderr
