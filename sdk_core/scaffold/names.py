"""From what an author types to the names that a package needs."""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sdk_core.errors import UsageError
from sdk_core.registry.discovery import CORE

LONGEST = 64
"""Characters of a name at most: file systems and package indexes take more, readers do not."""

_DISTRIBUTION = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_JOINTS = re.compile(r"[-_.\s]+")
_NOT_ALLOWED = re.compile(r"[^a-z0-9]+")
_PREFIXES = (f"{CORE}-", "sdk-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Names that other packages have, built-ins among them.

    Args:
        components: Names of the kind that is made.
        prompts: Names of prompts.
        extensions: File endings that some parser reads.
    """

    components: frozenset[str] = frozenset()
    prompts: frozenset[str] = frozenset()
    extensions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names in a package.

    Args:
        distribution: What is installed: ``sdk-minutes``.
        module: What is imported: ``sdk_minutes``.
        component: What users of the program type: ``minutes``.
        class_stem: Beginning of its class's name: ``Minutes``.
        prompt: Name of its prompt, for kinds that have one.
        extension: Ending of the files that it reads, for parsers.
        avoided: The shorter component name that is taken, ``""`` when none was.
    """

    distribution: str
    module: str
    component: str
    class_stem: str
    prompt: str = ""
    extension: str = ""
    avoided: str = field(default="", compare=False)


def choose_names(distribution: str, kind: str, taken: Taken, *, prompt_ending: str = "") -> Names:
    """Return the names in a new package; none of them clashes with one that is taken.

    The component is called like the distribution, without ``sdk-`` and the kind, unless that is
    taken.

    Args:
        distribution: The package's name, from `distribution_name`.
        kind: Kind of the component.
        taken: Names to keep away from.
        prompt_ending: What is added to the component's name for its prompt; ``""`` for no prompt.

    Raises:
        UsageError: Nothing is left to call the component.
    """
    wished, *others = _components(distribution, kind)
    for component in (wished, *others):
        identifier = component.replace("-", "_")
        prompt = f"{identifier}{prompt_ending}" if prompt_ending else ""
        if component not in taken.components and prompt not in taken.prompts:
            break
    else:
        raise UsageError(f"every name for the {kind} of {distribution} is taken", hint=_RIGHT)
    stem = component if component[0].isalpha() else distribution
    return Names(
        distribution=distribution,
        module=distribution.replace("-", "_"),
        component=component,
        class_stem="".join(word.capitalize() for word in stem.split("-")),
        prompt=prompt,
        extension=_extension(component, distribution, taken.extensions),
        avoided=wished if component != wished else "",
    )


_RIGHT = (
    "a name has letters, digits and single '-' between them, and begins with a letter, "
    "for instance sdk-minutes"
)


def distribution_name(name: str) -> str:
    """Return a name as package indexes know it, normalised as PEP 503 says.

    Args:
        name: What the author typed: ``sdk-minutes``, ``Acme Minutes`` …

    Raises:
        UsageError: No package can be called that, or it could not be imported beside others.
    """
    normal = _JOINTS.sub("-", name.strip()).lower()
    if not _DISTRIBUTION.fullmatch(normal) or len(normal) > LONGEST:
        near = _nearest(name)
        meant = f"; did you mean {near}?" if near else ""
        what = f"has more than {LONGEST} characters" if len(normal) > LONGEST else "is no name"
        raise UsageError(f"{name!r} {what} for a package{meant}", hint=_RIGHT)
    module = normal.replace("-", "_")
    if keyword.iskeyword(module) or module in sys.stdlib_module_names:
        raise UsageError(
            f"a package {normal!r} could not be imported: {module} is a name of Python's own",
            hint=f"add to it, for instance sdk-{normal}",
        )
    if normal == CORE or module in ("sdk_core", "sdk_builtins"):
        raise UsageError(f"{normal!r} is the name of this program", hint=_RIGHT)
    return normal


def _nearest(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    near = _NOT_ALLOWED.sub("-", plain).strip("-")[:LONGEST].strip("-")
    near = near if not near or near[0].isalpha() else f"sdk-{near}"
    return near if _DISTRIBUTION.fullmatch(near) else ""


def _components(distribution: str, kind: str) -> Iterator[str]:
    """Yield names for the component, the shortest first."""
    short = distribution
    for prefix in _PREFIXES:
        short = short.removeprefix(prefix)
    for ending in (f"-{kind}", "-prompts", "-plugin"):
        short = short.removesuffix(ending)
    yield short
    if short != distribution:
        yield distribution
    if not distribution.endswith(f"-{kind}"):
        yield f"{distribution}-{kind}"
    yield f"{distribution}-2"


def _extension(component: str, distribution: str, taken: Iterable[str]) -> str:
    known = frozenset(taken)
    for text in (component, distribution):
        extension = f".{text.replace('-', '')}"
        if extension not in known:
            return extension
    return f".{distribution.replace('-', '')}doc"
