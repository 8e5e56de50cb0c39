"""Entry point: runs a command and turns whatever ends it into an exit code and a sentence."""

from __future__ import annotations

import importlib
import os
import re
import select
import signal
import sys
import traceback
from types import FrameType
from typing import NoReturn

import click

from sdk_core.cli import console
from sdk_core.cli.console import PROGRAM
from sdk_core.cli.root import cli
from sdk_core.cli.state import State
from sdk_core.errors import ExitCode, SdkError, described, disk_full
from sdk_core.registry.boundary import Terminated, divided_output, is_stop

_NAME = re.compile(r"[\w.-]+")


def main() -> NoReturn:
    """Run the command that the process was started with and exit with its code."""
    _use_utf8()
    _require_posix()
    # pydantic looks for plugins of its own in every package's metadata: one damaged file of a
    # package that has nothing to do with us would end every command.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    signal.signal(signal.SIGTERM, _terminate)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code; errors are told on stderr."""
    arguments = [_at_home(argument) for argument in arguments]
    debug = "--debug" in arguments or bool(os.environ.get("SDK_DEBUG"))
    if debug:
        _log_tracebacks()
    state = State(arguments=arguments)
    try:
        with divided_output():
            result = cli.main(arguments, prog_name=PROGRAM, standalone_mode=False, obj=state)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        console.error("stopped on request", hint="finished files are complete")
        return ExitCode.INTERRUPTED
    except Terminated:
        console.error("terminated", hint="finished files are complete")
        return ExitCode.TERMINATED
    except SystemExit:  # so click ends, with 1, when whoever read our output has gone
        if not _is_unread():
            raise
        return _unread()
    except BrokenPipeError:
        return _unread()
    except SdkError as error:
        if debug:
            console.note(traceback.format_exc())
        console.error(error.message, hint=error.hint)
        return error.exit_code
    except BaseException as error:  # a bug, told without a traceback
        if is_stop(error):
            raise
        if debug:
            console.note(traceback.format_exc())
        if (full := disk_full(error, "a file cannot be written")) is not None:
            console.error(full.message, hint=full.hint)
            return full.exit_code
        ours = "run again with --debug and report it; --no-plugins rules plugins out"
        theirs = "run again with --debug and report it to those who made that package"
        console.error(
            f"this is a bug in {state.foreign_command or PROGRAM}: {described(error)}",
            hint=theirs if state.foreign_command else ours,
        )
        return ExitCode.BUG
    return int(result) if isinstance(result, int) else ExitCode.OK


def _is_unread() -> bool:
    """Tell whether stdout is a pipe that nobody reads any more."""
    poll = select.poll()
    poll.register(sys.stdout.fileno(), 0)
    return any(event & select.POLLERR for _, event in poll.poll(0))


def _unread() -> int:
    """Keep Python from complaining at exit that nobody reads, and return the exit code for it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + signal.SIGPIPE


def _at_home(argument: str) -> str:
    """Replace a ``~`` after the ``=`` of an option or assignment, which no shell has done."""
    name, equals, value = argument.partition("=")
    if equals and value.startswith("~") and value[1:2] in ("", "/") and _NAME.fullmatch(name):
        return f"{name}={os.path.expanduser(value)}"
    return argument


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated


def _log_tracebacks() -> None:
    """Show what the stages log of errors that they tell in one sentence."""
    import logging

    class Clean(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return console.strip_controls(super().format(record))

    handler = logging.StreamHandler()
    handler.setFormatter(Clean())
    log = logging.getLogger("sdk_core")
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)


def _require_posix() -> None:
    """End where files cannot be locked and processes cannot be limited as the program needs."""
    try:
        importlib.import_module("fcntl")
        importlib.import_module("resource")
    except ImportError:
        console.error(
            f"{PROGRAM} runs on Linux and macOS, and on Windows inside of WSL only",
            hint="install WSL with: wsl --install; then install and run the program in it",
        )
        sys.exit(ExitCode.USAGE)


def _use_utf8() -> None:
    """Print any text anywhere: a terminal that lacks a character shows an escape instead."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
