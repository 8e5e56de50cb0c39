"""The judges of a run: those that were named, or those that run unasked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sdk_core.components import Judge, Options
from sdk_core.kinds import JUDGE
from sdk_core.registry.option_values import option_name
from sdk_core.registry.registry import Entry, Registry
from sdk_core.runs.session import Session
from sdk_core.specs import JudgeSpec

JudgeEntry = Entry[JudgeSpec, Judge]


@dataclass(frozen=True, slots=True)
class NamedJudge:
    """A judge of a run.

    Args:
        entry: The judge.
        options: What it runs with unless the user says otherwise.
    """

    entry: JudgeEntry
    options: Mapping[str, Any]

    @property
    def is_free(self) -> bool:
        """Whether it needs nothing but the records: no model, and no pictures."""
        return not (self.entry.spec.needs_model or self.entry.spec.media)


def named_judges(registry: Registry, names: Sequence[str] | None) -> list[NamedJudge]:
    """Return the judges of a run in the order in which they are asked, the cheapest first.

    Args:
        registry: What is installed.
        names: Their names. ``None`` for every judge that its package wants to run unasked, and the
            default one after them.

    Raises:
        UsageError: There is no such judge.
    """
    if names is None:
        known = registry.by_bare_name(JUDGE).values()
        found = [
            NamedJudge(entry, unasked)
            for entry in known
            if (unasked := entry.spec.unasked) is not None
        ]
        found.append(NamedJudge(registry.get(JUDGE, JUDGE.default), {}))
    else:
        found = [NamedJudge(registry.get(JUDGE, name), {}) for name in dict.fromkeys(names)]
    return sorted(found, key=_cost)


def judges_of(session: Session) -> list[NamedJudge]:
    """Return the judges of a command, as `named_judges` has them."""
    return named_judges(session.registry, session.config.curate.judges)


def _cost(named: NamedJudge) -> tuple[bool, bool, float]:
    """Return what judges are put into order by; what one of them drops, the next is spared."""
    spec = named.entry.spec
    return not named.is_free, spec.surveys, spec.calls


def built_judges(session: Session, named: Sequence[NamedJudge]) -> list[Judge]:
    """Return judges with their options; what ``-O`` says goes to each that has such an option.

    Raises:
        ConfigError: An option has a wrong type, or none of them has it.
    """
    known = [each.entry.load().options_type for each in named]

    def takes(options: type[Options], name: str) -> bool:
        return option_name(options, name) in options.model_fields

    # What no judge takes is given to the last one, which says so.
    strange = [name for name in session.options if not any(takes(each, name) for each in known)]
    return [
        session.component(
            each.entry,
            extra=each.options,
            options=[
                name
                for name in session.options
                if takes(options, name) or (name in strange and each is named[-1])
            ],
        )
        for each, options in zip(named, known, strict=True)
    ]
