"""The health checks that plugins add: run, each for itself."""

from __future__ import annotations

from sdk_core.errors import described
from sdk_core.registry.manager import Manager
from sdk_core.specs import HealthCheck


def run_health_checks(manager: Manager) -> dict[str, str]:
    """Run the checks that plugins add; each says ``""`` for all well, else what is wrong."""
    found = {}
    for check, plugin in manager.collect("sdk_health_checks", HealthCheck):
        name = f"{plugin.distribution}/{check.name}"
        try:
            found[name] = str(check.run())
        except (Exception, SystemExit) as error:  # noqa: BLE001  guard: any plugin failure
            found[name] = f"the check itself failed: {described(error)}"
    return found
