"""The flags that a component adds to a command, and what the help says of its other options."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import click


class ComponentFlag(click.Option):
    """A flag that sets an option of a component, and says whose it is when its value is wrong.

    Args:
        owner: Kind and name of the component.
    """

    def __init__(self, *args: Any, owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """Return the flag and the component that it belongs to."""
        return f"{super().get_error_hint(ctx)} of {self.owner}"


@dataclass(slots=True)
class Group:
    """The flags of one component.

    Args:
        title: Heading in the help.
        flags: The flags.
        others: Options that can be set in another way only, with that way.
    """

    title: str
    flags: list[click.Option] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)
