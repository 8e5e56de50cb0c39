"""What all specs have in common: a name, a target that is imported only when it is used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_BRACED = re.compile(r"(?<!\{)\{([A-Za-z_]\w*)\}(?!\})")
TARGET = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptSpec:
    """A prompt that a component renders, and the variables it may use.

    Args:
        name: Name of the prompt; its template is ``<name>.j2`` in a prompt pack.
        variables: Every variable that a template may use.
        required: Those without which the prompt makes no sense; a template that lacks one is
            refused before any call.
        template: The template, where no prompt pack of the package holds it.
    """

    name: str
    variables: tuple[str, ...]
    required: tuple[str, ...] = ()
    template: str = ""

    def __post_init__(self) -> None:
        unknown = set(self.required) - set(self.variables)
        if unknown:
            raise ValueError(f"prompt {self.name!r} requires undeclared {sorted(unknown)}")

    @classmethod
    def of_template(cls, name: str, template: str) -> PromptSpec:
        """Return the declaration of a prompt that is a text with names in single braces.

        Args:
            name: Name of the prompt.
            template: Its text: ``Ask {count} questions about: {text}``.
        """
        variables = tuple(dict.fromkeys(_BRACED.findall(template)))
        return cls(name=name, variables=variables, template=template)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentSpec:
    """What every kind of component says of itself.

    Args:
        name: Lower-case name, words joined by ``-``; users type it.
        target: Where the class is: ``"package.module:Class"``.
        summary: One line for listings.
        extra: The optional dependency group that brings what the target imports, for the
            install line in the error message; ``""`` when there is none.

    Raises:
        ValueError: The name, the target or the summary is not valid.
    """

    kind: ClassVar[str] = "component"

    name: str
    target: str
    summary: str
    extra: str = ""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(
                f"{self.kind} name {self.name!r} must be lower-case letters, digits, '-' '_' '.'"
            )
        what = f"{self.kind} {self.name!r}"
        if not TARGET.fullmatch(self.target):
            raise ValueError(f"{what}: target {self.target!r} is not 'mod:Class'")
        if not self.summary.strip():
            raise ValueError(f"{what} needs a summary")
