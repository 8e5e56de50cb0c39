"""The command line: one module a command; everything that is printed is printed here."""

from sdk_core.cli.main import main

__all__ = ["main"]
