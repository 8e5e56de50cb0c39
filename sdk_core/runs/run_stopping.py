"""How a run of model calls is stopped: by signals, and from other threads."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sdk_core.errors import ExitCode, Interrupted
from sdk_core.runs.dispatcher import Dispatcher

SIGNALS = {
    signal.SIGINT: ExitCode.INTERRUPTED,
    signal.SIGTERM: ExitCode.TERMINATED,
}


def stop_from_outside(loop: asyncio.AbstractEventLoop, dispatcher: Dispatcher) -> None:
    """Stop a run from another thread."""
    with suppress(RuntimeError):  # the loop has ended by itself
        loop.call_soon_threadsafe(dispatcher.stop, _stopped(ExitCode.INTERRUPTED))


def _stopped(code: ExitCode) -> Interrupted:
    reason = Interrupted(
        "stopped on request; finished files are complete and answers received are kept",
        hint="run the same command again to go on",
    )
    reason.exit_code = code
    return reason


@contextmanager
def ended_by_signals(dispatcher: Dispatcher, note: Callable[[str], None]) -> Iterator[None]:
    """Let a signal end the run in good order, a second one at once.

    Python delivers signals to the main thread only; a run in another one is not concerned.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()

    def on_signal(code: ExitCode) -> None:
        if dispatcher.stopped is not None:
            dispatcher.abort()
            return
        wait = f"{dispatcher.patience:.0f} s"
        note(f"stopping: calls under way get {wait}; a second time stops at once")
        dispatcher.stop(_stopped(code))

    earlier = {number: signal.getsignal(number) for number in SIGNALS}
    for number, code in SIGNALS.items():
        loop.add_signal_handler(number, on_signal, code)
    try:
        yield
    finally:
        for number, handler in earlier.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)
