"""Entry point: runs a command and turns whatever ends it into an exit code and a sentence."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from types import FrameType
from typing import NoReturn

import click

from sdk_core.cli import console
from sdk_core.cli.root import cli
from sdk_core.errors import ExitCode, Interrupted, SdkError

PROGRAM = "synthetic-data-kit"


def main() -> NoReturn:
    """Run the command that the process was started with and exit with its code."""
    _use_utf8()
    signal.signal(signal.SIGTERM, _terminate)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code; errors are told on stderr."""
    debug = "--debug" in arguments or bool(os.environ.get("SDK_DEBUG"))
    try:
        result = cli.main(arguments, prog_name=PROGRAM, standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        console.error("stopped on request", hint="finished files are complete")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except SdkError as error:
        if debug:
            traceback.print_exc()
        console.error(error.message, hint=error.hint)
        return error.exit_code
    except Exception as error:  # noqa: BLE001  a bug of ours, told without a traceback
        if debug:
            traceback.print_exc()
        console.error(
            f"this is a bug in {PROGRAM}: {type(error).__name__}: {error}",
            hint="run again with --debug and report it; --no-plugins rules plugins out",
        )
        return ExitCode.BUG
    return int(result) if isinstance(result, int) else ExitCode.OK


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    stop = Interrupted("terminated", hint="finished files are complete")
    stop.exit_code = ExitCode.TERMINATED
    raise stop


def _use_utf8() -> None:
    """Print any text anywhere: a terminal that lacks a character shows an escape instead."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
