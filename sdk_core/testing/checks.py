"""What a check of the contract is, and how it says what is wrong."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sdk_core.errors import ComponentError, SdkError
from sdk_core.kinds import ComponentT, Kind, SpecT
from sdk_core.registry.boundary import WrongReturn
from sdk_core.registry.registry import Entry
from sdk_core.testing.violations import NotApplicable, Over, Violation

if TYPE_CHECKING:
    from sdk_core.testing.plugin import Plugin

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Case(Generic[Thing]):
    """One thing under one check.

    Args:
        plugin: The package under test.
        thing: What is looked at.
        folder: An empty folder.
    """

    plugin: Plugin
    thing: Thing
    folder: Path

    def component(self: Case[Entry[SpecT, ComponentT]], **options: Any) -> ComponentT:
        """Build the component with the options that the suite was given.

        Raises:
            NotApplicable: It cannot be built, which is the concern of other checks.
        """
        return self.plugin.build(self.thing, **options)


@dataclass(frozen=True, slots=True)
class Check:
    """A check.

    Args:
        over: What it is made for.
        run: Looks at one thing.
    """

    over: Over
    run: Callable[[Case[Any]], None]

    @property
    def name(self) -> str:
        """Its name, as tests and docs have it."""
        over = self.over.name if isinstance(self.over, Kind) else self.over
        return f"{over}_{getattr(self.run, '__name__', '')}"

    @property
    def meaning(self) -> str:
        """What must hold, in one sentence."""
        return (inspect.getdoc(self.run) or "").partition("\n\n")[0].replace("\n", " ")


def checks_over(over: Over, *functions: Callable[[Case[Any]], None]) -> tuple[Check, ...]:
    """Return the checks that functions make for one kind of thing."""
    return tuple(Check(over, function) for function in functions)


def in_words(error: BaseException) -> str:
    """Return what an error is, for a message."""
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said[:300]}" if said else type(error).__name__


@contextmanager
def must_work(failing: str, remedy: str) -> Iterator[None]:
    """Call the author's code, where any error breaks the contract.

    Args:
        failing: What fails then, the beginning of a sentence.
        remedy: What the author must do.

    Raises:
        Violation: It raised something.
    """
    try:
        yield
    except SdkError as error:
        cause = error.__cause__ or error
        if isinstance(cause, WrongReturn):
            raise Violation(f"{cause}.", f"Its author must {cause.remedy}.") from error
        raise Violation(f"{failing}: {in_words(cause)}.", remedy) from error


@contextmanager
def must_survive(
    what: str, *, passing: type[SdkError] | tuple[type[SdkError], ...], crashed: str, raised: str
) -> Iterator[None]:
    """Call the author's code with input of any sort, where one kind of error may come of it.

    Args:
        what: The input, for messages.
        passing: The errors that may come of it.
        crashed: What the author must do about any other exception.
        raised: What the author must do about another error of the core.

    Raises:
        Violation: It raised something else.
    """
    try:
        yield
    except passing:
        raise
    except ComponentError as error:
        said = in_words(error.__cause__) if error.__cause__ else error.message
        raise Violation(f"it crashed on {what}: {said}.", crashed) from error
    except SdkError as error:
        problem = f"it raised {type(error).__name__} on {what}: {error.message}."
        raise Violation(problem, raised) from error


@contextmanager
def must_be_right() -> Iterator[None]:
    """Look at what the author's code returned as the program does.

    Raises:
        Violation: It is not what it must be.
    """
    try:
        yield
    except WrongReturn as error:
        raise Violation(f"{error}.", f"Its author must {error.remedy}.") from error


@contextmanager
def found_elsewhere() -> Iterator[None]:
    """Skip a check where what it rests on is broken, which is the concern of other checks.

    Raises:
        NotApplicable: It is.
    """
    try:
        yield
    except Violation as error:
        raise NotApplicable(str(error)) from error
