"""Commands as they stand in the documentation: which are run, and what is checked of the others."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

import click

from sdk_core.cli.root import cli
from sdk_core.cli.state import State
from tests.docs.pages import ROOT
from tests.docs.untried import UNTRIED, Untried

PROGRAM = "synthetic-data-kit"
OURS = (PROGRAM, "python", "pytest", "pip")
SHELL = ("cat", "cd", "cp", "echo", "export", "head", "ls", "mkdir", "mv", "rm", "touch", "unset")

_EXIT = re.compile(r"#.*\bexit code (\d+)")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=.*")


@dataclass(frozen=True)
class Line:
    """One line of a block of commands.

    Args:
        text: The line without its comment.
        code: The exit code that its comment promises.
        untried: Why it is not run, ``None`` when it is.
    """

    text: str
    code: int
    untried: Untried | None


def lines(text: str, page: str) -> Iterator[Line]:
    """Yield the lines of a block that do something."""
    for whole in re.sub(r"\\\n\s*", " ", text).splitlines():
        promised = _EXIT.search(whole)
        line = _without_comment(whole)
        if line:
            found = next((entry for entry in UNTRIED if entry.covers(line, page)), None)
            yield Line(line, int(promised[1]) if promised else 0, found)


def _without_comment(line: str) -> str:
    quote = ""
    for position, letter in enumerate(line):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "#" and (position == 0 or line[position - 1].isspace()):
            return line[:position].strip()
    return line.strip()


def commands(line: str) -> Iterator[list[str]]:
    """Yield the simple commands of a line as words, assignments before them left out."""
    reader = shlex.shlex(line, posix=True, punctuation_chars=True)
    reader.whitespace_split = True
    words: list[str] = []
    for word in [*reader, ";"]:
        if word and set(word) <= set("();|&"):
            if words:
                yield words
            words = []
        elif words or not _ASSIGNMENT.fullmatch(word):
            words.append(word)


def script(text: str, page: str) -> str:
    """Return a block as a script that stops at the first line that does not do what it should.

    Raises:
        AssertionError: A line uses a program that is neither known here nor listed as untried.
    """
    steps = []
    for line in lines(text, page):
        if line.untried:
            continue
        for words in commands(line.text):
            assert words[0] in (*OURS, *SHELL), (
                f"{page}: {words[0]!r} is not known here: list the line in tests/docs/untried.py"
            )
        steps.append(_step(line))
    return "\n".join(steps)


def _step(line: Line) -> str:
    if not line.code:
        return line.text
    shown = shlex.quote(f"ended in $code instead of {line.code}: ")
    return (
        f"code=0; {line.text} || code=$?\n"
        f"[ $code = {line.code} ] || {{ echo {shown}$code >&2; exit 99; }}"
    )


def check(line: str) -> str:
    """Say what is wrong with commands that are not run; ``""`` when nothing is."""
    wrong = []
    for words in commands(line):
        if words[0] == PROGRAM:
            wrong.append(misused(words[1:]))
        elif words[:3] == ["python", "-m", "sdk_core"]:
            wrong.append(misused(words[3:]))
        elif words[0] == "make":
            wrong.append(_unknown_target(words[1:]))
        wrong += [f"{w} is not there" for w in words if _is_path(w) and not _exists(w)]
    return "; ".join(filter(None, wrong))


def _is_path(word: str) -> bool:
    return word.startswith(("tests/", "benchmarks/"))


def _exists(word: str) -> bool:
    return (ROOT / word.partition("::")[0]).exists()


def _unknown_target(words: list[str]) -> str:
    targets = re.findall(r"^([\w./$()]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    known = {*targets, ".venv/.installed"}
    return "; ".join(
        f"make has no target {word}" for word in words if "=" not in word and word not in known
    )


def misused(words: list[str]) -> str:
    """Say what the program would refuse of its arguments, without running the command."""
    context: click.Context | None = None
    command: click.Command = cli
    name = PROGRAM
    try:
        while True:
            context = command.make_context(name, words, parent=context, obj=State())
            if not isinstance(command, click.Group):
                return ""
            rest = [*context._protected_args, *context.args]
            if not rest or rest[0] == "COMMAND":
                return ""
            found, inner, words = command.resolve_command(context, rest)
            if inner is None:
                return f"no command {rest[0]}"
            name, command = found or name, inner
    except click.exceptions.Exit:
        return ""
    except click.MissingParameter:
        return ""
    except click.UsageError as error:
        return error.format_message()
