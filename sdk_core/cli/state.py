"""What the global options say, and what is built from them when a command needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sdk_core.config import ConfigFile, LoadedConfig
    from sdk_core.config.schema import Plugins
    from sdk_core.registry.manager import Manager
    from sdk_core.registry.registry import Registry


@dataclass
class State:
    """The global options of one invocation.

    Args:
        config: ``-c``.
        no_plugins: ``--no-plugins``.
        plugin_files: ``--plugin``.
        quiet: ``-q``.
        debug: ``--debug``.
        verbose: ``-v`` before the command; commands that know the flag have it in their own.
        arguments: The whole command line, for the record of a run.
        flag_layers: Config layers of flags that set keys, those of components included.
        foreign_command: The command of a plugin that runs, as messages name it.
    """

    config: str | None = None
    no_plugins: bool = False
    plugin_files: Sequence[str] = ()
    quiet: bool = False
    debug: bool = False
    verbose: bool = False
    arguments: Sequence[str] = ()
    flag_layers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    foreign_command: str = ""

    @cached_property
    def manager(self) -> Manager:
        """The plugins, less those that are switched off.

        A config file that is broken switches nothing off: ``plugins`` and ``config`` are the way
        out of such a state and must run.
        """
        from sdk_core.registry.manager import Manager

        settings = self._plugin_settings
        return Manager(
            disabled=["all"] if self.no_plugins else settings.disable,
            files=[Path(file) for file in (*settings.files, *self.plugin_files)],
        )

    @cached_property
    def _plugin_settings(self) -> Plugins:
        from sdk_core.config.layers import plugin_settings

        return plugin_settings(self._file)

    @cached_property
    def _file(self) -> ConfigFile | None:
        from sdk_core.config import ConfigFile

        return ConfigFile(Path(self.config)) if self.config else None

    @cached_property
    def registry(self) -> Registry:
        """The components."""
        from sdk_core.registry.registry import Registry

        return Registry(self.manager, () if self.no_plugins else self._plugin_settings.prefer)

    def load_config(self, flags: Mapping[str, Mapping[str, Any]] | None = None) -> LoadedConfig:
        """Merge the configuration with values of flags on top.

        Raises:
            ConfigError: Something in it is wrong.
        """
        from sdk_core.config import load_config
        from sdk_core.kinds import KINDS

        def free_sections() -> list[str]:
            own = [kind for kind in KINDS.values() if kind.own_section]
            return [name for kind in own for name in self.registry.by_bare_name(kind)]

        return load_config(self._file, flags, free_sections=free_sections)
