"""Documents to fine-tuning datasets: the plugin core."""

from __future__ import annotations

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """Look the version up only when asked for: package metadata costs start-up time."""
    if name == "__version__":
        from importlib.metadata import version

        return version("synthetic-data-kit")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
