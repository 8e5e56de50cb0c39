"""What the global options say, and what is built from them when a command needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sdk_core.config import LoadedConfig
    from sdk_core.manager import Manager
    from sdk_core.registry import Registry


@dataclass
class State:
    """The global options of one invocation.

    Args:
        config: ``-c``.
        no_plugins: ``--no-plugins``.
        quiet: ``-q``.
        debug: ``--debug``.
        arguments: The whole command line, for the record of a run.
    """

    config: str | None = None
    no_plugins: bool = False
    quiet: bool = False
    debug: bool = False
    arguments: Sequence[str] = ()

    @cached_property
    def manager(self) -> Manager:
        """The plugins, less those that are switched off.

        A config file that is broken switches nothing off: ``plugins`` and ``config`` are the way
        out of such a state and must run.
        """
        from sdk_core.config.layers import disabled_plugins
        from sdk_core.manager import Manager

        if self.no_plugins:
            return Manager(disabled=["all"])
        return Manager(disabled=disabled_plugins(Path(self.config) if self.config else None))

    @cached_property
    def registry(self) -> Registry:
        """The components."""
        from sdk_core.registry import Registry

        return Registry(self.manager)

    def load_config(self, flags: Mapping[str, Mapping[str, Any]] | None = None) -> LoadedConfig:
        """Merge the configuration with values of flags on top.

        Raises:
            ConfigError: Something in it is wrong.
        """
        from sdk_core.config import load_config

        def backends() -> list[str]:
            return [entry.spec.name for entry in self.registry.usable("backend")]

        return load_config(Path(self.config) if self.config else None, flags, backends=backends)
