"""Whether the plugins of a session are those that its user wants."""

from __future__ import annotations

from sdk_core.errors import PluginError
from sdk_core.registry.requirements import check_required
from sdk_core.runs.session import Session


def check_plugins(session: Session) -> None:
    """Make sure of the plugins, and tell of those that cannot be used.

    Raises:
        PluginError: A required one is missing or has another version, or a file that is one cannot
            be loaded.
    """
    manager, progress = session.registry.manager, session.progress
    manager.on_problem = lambda text: progress.note(f"warning: {text}")
    broken = manager.broken()
    for record in broken:
        if record.file is not None:
            raise PluginError(
                f"the plugin file {record.name} {record.error}",
                hint=f"synthetic-data-kit --plugin {record.name} plugins doctor",
            )
    if broken:
        count = "1 plugin" if len(broken) == 1 else f"{len(broken)} plugins"
        progress.note(f"warning: {count} cannot be used; see: synthetic-data-kit plugins doctor")
    wanted = session.config.plugins.require
    if wanted:
        session.registry.everything()  # what fails only when it is asked is found here
        origin = session.loaded.origin("plugins", "require")
        check_required(wanted, manager.records, origin=origin)
    for name in session.registry.unused_preferences():
        progress.note(f"warning: plugins.prefer names {name}, which is not installed")
