"""The reference of components is made from the components."""

from __future__ import annotations

from pathlib import Path

from sdk_core.cli import component_reference
from sdk_core.registry.discovery import CORE
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "components.md"


def test_the_page_is_up_to_date() -> None:
    made = component_reference.page(Registry(Manager(disabled=["all"])), CORE)
    assert PAGE.read_text(encoding="utf-8") == f"{made}\n", (
        f"make it again: synthetic-data-kit plugins info {CORE} --markdown > "
        "docs/reference/components.md"
    )
