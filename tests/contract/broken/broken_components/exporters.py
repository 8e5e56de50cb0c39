"""Exporters whose rows are right and whose options are not."""

from __future__ import annotations

from typing import ClassVar

from broken_exporters.exporters import Whole
from pydantic import ConfigDict, Field

from sdk_core.components import ComponentOptions


class NoExporter:
    """A class of its own."""


class Undescribed(Whole):
    class Options(ComponentOptions):
        """An option nobody understands."""

        first: str = "Q"


class Lenient(Whole):
    class Options(ComponentOptions):
        """Options of which any will do."""

        model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore")


class Demanding(Whole):
    class Options(ComponentOptions):
        """An option that must be given."""

        first: str = Field(description="What stands first.")


class Contradictory(Whole):
    class Options(ComponentOptions):
        """An option whose default is not allowed."""

        first: int = Field(0, ge=1, description="What stands first.")
