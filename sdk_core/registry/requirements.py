"""Which versions of packages a run asks for, and which a package itself needs.

Requirements are written as PEP 508 has them (``sdk-epub>=1.2,<2``) and compared as PEP 440 says,
both by the library `packaging`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import InvalidRequirement, Requirement

from sdk_core.errors import ConfigError, PluginError
from sdk_core.registry.manager import PluginRecord, normal_name

_REPORTED = re.compile(r"^\s*(\S+)\s+(\d\S*)\s*$")
"""A package with its version as reports have it."""


def check_required(
    wanted: Iterable[str], records: Iterable[PluginRecord], *, origin: str = ""
) -> None:
    """Make sure that the plugins which a run asks for are there, in the versions it asks for.

    Args:
        wanted: The requirements.
        records: The plugins that were found.
        origin: Where the requirements come from, for the message.

    Raises:
        ConfigError: One is no requirement.
        PluginError: Some are not met; the message names what is installed instead.
    """
    known: dict[str, list[PluginRecord]] = {}
    for record in records:
        known.setdefault(normal_name(record.distribution), []).append(record)
    problems, installs = [], []
    for text in wanted:
        requirement = _parse(text, origin)
        problem, install = _unmet(requirement, known.get(normal_name(requirement.name), []))
        if problem:
            problems.append(problem)
        if install:
            installs.append(f'"{text}"')
    if problems:
        raise PluginError(
            f"the plugins are not those that plugins.require asks for: {'; '.join(problems)}",
            hint=f"pip install {' '.join(installs)}"
            if installs
            else "see synthetic-data-kit plugins doctor",
        )


def missing_packages(name: str, *, extra: str = "") -> list[str]:
    """Return what an installed package needs and does not find, as requirements.

    Args:
        name: The package.
        extra: Its optional group of requirements that is meant, ``""`` for those that always hold.
    """
    try:
        lines = distribution(name).requires or []
    except PackageNotFoundError:
        return []
    missing = []
    for line in lines:
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        marker = requirement.marker
        always = marker is None or marker.evaluate({"extra": ""})
        concerns = marker and not always and marker.evaluate({"extra": extra}) if extra else always
        if concerns and not _is_installed(requirement):
            requirement.marker = None
            missing.append(str(requirement))
    return missing


def _parse(text: str, origin: str) -> Requirement:
    where = f"{origin or 'config'}: plugins.require: {text!r}"
    try:
        requirement = Requirement(_REPORTED.sub(r"\1==\2", text))
    except InvalidRequirement as error:
        reason = str(error).splitlines()[0]
        raise ConfigError(
            f"{where} is no requirement: {reason}",
            hint="for instance sdk-epub==1.2, or sdk-epub>=1.2,<2",
        ) from error
    if requirement.url or requirement.marker or requirement.extras:
        raise ConfigError(f"{where} must be a name and versions only")
    return requirement


def _unmet(requirement: Requirement, found: list[PluginRecord]) -> tuple[str, bool]:
    """Return what is wrong, ``""`` for nothing, and whether installing would help."""
    version = found[0].version if found else _installed_version(requirement.name)
    if version is None:
        return f"{requirement} is not installed", True
    if not requirement.specifier.contains(version, prereleases=True):
        return f"{requirement} is asked for and {requirement.name} {version} is installed", True
    for record in found:
        if record.state == "disabled":
            return f"{record.distribution} {version} is switched off", False
        if record.state != "ok":
            return f"{record.distribution} {version} cannot be used: {record.error}", False
    return "", False


def _is_installed(requirement: Requirement) -> bool:
    version = _installed_version(requirement.name)
    return version is not None and requirement.specifier.contains(version, prereleases=True)


def _installed_version(name: str) -> str | None:
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return None
