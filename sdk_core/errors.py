"""The errors a user can meet, and the exit code each one ends in.

Every message is one sentence that says what failed and whose component it was; ``hint`` says what
to do next. The command line prints both and hides the traceback unless ``--debug`` is given.
"""

from __future__ import annotations

import errno
from enum import IntEnum


class ExitCode(IntEnum):
    """The process exit codes that scripts may rely on (see docs/reference/exit-codes.md)."""

    OK = 0
    BUG = 1
    USAGE = 2
    PARTIAL = 3
    NOTHING = 4
    BACKEND = 5
    STORAGE = 6
    INTERRUPTED = 130
    TERMINATED = 143


class SdkError(Exception):
    """Base of every error that this package raises on purpose.

    Args:
        message: What failed, to what, and why, in one sentence.
        hint: What the user can do next; empty when there is nothing to add.
    """

    exit_code = ExitCode.BUG

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(SdkError):
    """A command was asked for something it cannot do; nothing was spent."""

    exit_code = ExitCode.USAGE


class ConfigError(UsageError):
    """A configuration file, variable or flag holds something that is not valid."""


class TemplateError(UsageError):
    """A prompt template is missing, does not parse or uses unknown variables."""


class UnknownComponent(UsageError):
    """No installed plugin provides the name that was asked for."""


class AmbiguousComponent(UsageError):
    """Two packages provide the same name, so the bare name is not enough."""


class PluginError(UsageError):
    """A plugin package cannot be loaded or breaks the plugin contract."""


class MissingDependency(PluginError):
    """A component needs a package that is not installed."""


class MissingKey(UsageError):
    """A backend needs an API key, and none was found that can be sent."""


class DocumentError(SdkError):
    """One document cannot be read; a directory run goes on with the others."""

    exit_code = ExitCode.NOTHING


class LeftOutError(SdkError):
    """A transform left out a whole document, by rule: no failure, and nothing to be stored."""

    exit_code = ExitCode.NOTHING


class UnsupportedInput(UsageError):
    """No parser accepts this kind of input."""


class ComponentError(SdkError):
    """A component broke while it ran: its own defect, named with its package.

    Args:
        message: What the component raised or returned.
        kind: The kind of the component, for instance ``parser``.
        name: The component's name.
        distribution: The package it comes from, with version.
        hint: What to do next.
    """

    exit_code = ExitCode.NOTHING

    def __init__(
        self, message: str, *, kind: str, name: str, distribution: str, hint: str = ""
    ) -> None:
        super().__init__(f"{kind} {name!r} of {distribution}: {message}", hint=hint)


class StorageError(SdkError):
    """A place on disk is not writable, full, damaged or locked."""

    exit_code = ExitCode.STORAGE


class BackendFailure(SdkError):
    """The backend as a whole cannot be used, so the run stops: dispatching more would only waste.

    Everything received so far is kept.
    """

    exit_code = ExitCode.BACKEND


class Interrupted(SdkError):
    """The user or the system asked the run to stop."""

    exit_code = ExitCode.INTERRUPTED


class ErrorKind:
    """What went wrong with one model call, in the terms of the call policy.

    Plain strings, so that a backend package needs no import to name them.
    """

    CONNECTION = "connection"  # refused, reset, cut body, DNS
    TIMEOUT = "timeout"  # no complete answer in time
    SERVER = "server"  # 408, 409, 425, 5xx
    RATE_LIMIT = "rate_limit"  # 429
    QUOTA = "quota"  # 429/402 with a quota or credit code
    AUTH = "auth"  # 401, 403
    NOT_FOUND = "not_found"  # 404: wrong address or unknown model
    TLS = "tls"  # certificate or handshake refused
    CONTEXT_LENGTH = "context_length"  # the prompt is longer than the model accepts
    FORMAT = "format"  # the server does not know the response format
    BAD_REQUEST = "bad_request"  # any other 400, 413, 422
    NOT_CHAT = "not_chat"  # 200 with something that is no chat completion
    REFUSED = "refused"  # content filter or refusal
    EMPTY = "empty"  # 200 with no text at all
    EXHAUSTED = "exhausted"  # the same, as the token limit was used up before the text began
    UNRECORDED = "unrecorded"  # nothing was sent: the answer is not in the record


class CallError(SdkError):
    """One model call failed.

    Args:
        message: What the server or the network said.
        kind: One of the `ErrorKind` values; the call policy decides by it.
        status: HTTP status, when there was one.
        retry_after: Seconds the server asked to wait, when it did.
        hint: What to do next.
    """

    exit_code = ExitCode.BACKEND

    def __init__(
        self,
        message: str,
        *,
        kind: str,
        status: int | None = None,
        retry_after: float | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.kind = kind
        self.status = status
        self.retry_after = retry_after

    def but(self, *, message: str | None = None, hint: str | None = None) -> CallError:
        """Return another error of the same kind, in other words where some are given."""
        return CallError(
            self.message if message is None else message,
            kind=self.kind,
            status=self.status,
            retry_after=self.retry_after,
            hint=self.hint if hint is None else hint,
        )


def described(error: BaseException) -> str:
    """Return the kind of an error and what it says, for errors that say nothing by themselves."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def disk_full(error: BaseException, what: str) -> StorageError | None:
    """Return the error of a full disk or quota, which is nobody's defect; ``None`` for any other.

    Args:
        error: What was raised.
        what: What could not be done.
    """
    full = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if not isinstance(error, OSError) or error.errno not in full:
        return None
    hint = "free some space there, and in the folder of temporary files (TMPDIR)"
    return StorageError(f"{what}: {error}", hint=hint)
