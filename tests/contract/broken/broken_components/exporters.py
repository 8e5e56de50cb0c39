"""Exporters whose rows are right and whose options are not."""

from __future__ import annotations

from typing import ClassVar

from broken_exporters.exporters import Whole
from pydantic import ConfigDict, Field

from sdk_core.components import Options


class NoExporter:
    """A class of its own."""


class UndescribedOptions(Options):
    """An option nobody understands."""

    first: str = "Q"


class Undescribed(Whole[UndescribedOptions]):
    """An exporter whose options are wrong."""


class LenientOptions(Options):
    """Options of which any will do."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore")


class Lenient(Whole[LenientOptions]):
    """An exporter whose options are wrong."""


class DemandingOptions(Options):
    """An option that must be given."""

    first: str = Field(description="What stands first.")


class Demanding(Whole[DemandingOptions]):
    """An exporter whose options are wrong."""


class ContradictoryOptions(Options):
    """An option whose default is not allowed."""

    first: int = Field(0, ge=1, description="What stands first.")


class Contradictory(Whole[ContradictoryOptions]):
    """An exporter whose options are wrong."""
