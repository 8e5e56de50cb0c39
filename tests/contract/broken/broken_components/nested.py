"""An exporter that names its options in a way that is no more."""

from __future__ import annotations

from broken_exporters.exporters import Whole

from sdk_core import components


class Nested(Whole):
    """Options inside of it."""

    class Options(components.Options):
        """Nobody would see them."""
