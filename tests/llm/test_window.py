"""The adaptive window against simulated servers: no clock, no network, the same every time."""

from __future__ import annotations

import heapq
import itertools
import math
import random
from collections import deque
from dataclasses import dataclass, field

import pytest

from sdk_core.llm.window import AdaptiveWindow


@dataclass
class Simulation:
    """A client that always has more to ask, and a server.

    Args:
        slots: Calls that the server works on at a time.
        service: Seconds that it works on one.
        spread: Random share by which that and the length of answers differ.
        refuses: Whether it refuses further calls for a second, rather than queueing them.
        calls: How many there are to make.
    """

    slots: int
    service: float = 0.5
    spread: float = 0.3
    refuses: bool = False
    calls: int = 1_000_000
    window: AdaptiveWindow = field(default_factory=AdaptiveWindow)
    answers: list[tuple[float, float]] = field(default_factory=list)
    refused: int = 0
    widest: int = 0

    def run(self, seconds: float) -> None:
        """Let simulated time pass."""
        dice = random.Random(1)
        numbers = itertools.count()
        events: list[tuple[float, int, str, float]] = []
        queue: deque[float] = deque()
        now, in_flight, working, closed_at, opens_at = 0.0, 0, 0, -1.0, 0.0
        looks_at, left = -1.0, self.calls

        def later(delay: float, what: str, sent: float = 0.0) -> None:
            heapq.heappush(events, (now + delay, next(numbers), what, sent))

        def work(sent: float) -> None:
            later(self.service * (1 + self.spread * dice.uniform(-1, 1)), "answer", sent)

        later(0.0, "look")
        while now < seconds and events:
            now, _, what, sent = heapq.heappop(events)
            if what == "arrive" and self.refuses and working >= self.slots:
                later(0.003, "refusal", sent)
            elif what == "arrive" and working >= self.slots:
                queue.append(sent)
            elif what == "arrive":
                working += 1
                work(sent)
            elif what == "refusal":
                in_flight, left = in_flight - 1, left + 1
                self.refused += 1
                first = sent >= closed_at
                self.window.refused(now=now, in_flight=in_flight, wait=1.0, first=first)
                closed_at = now if now >= opens_at else closed_at
                opens_at = max(opens_at, now + 1.0)
            elif what == "answer":
                if queue:
                    work(queue.popleft())
                else:
                    working -= 1
                self.window.answered(
                    now=now,
                    latency=now - sent,
                    tokens=dice.randint(200, 600),
                    in_flight=in_flight,
                    saturated=left > 0 and now >= opens_at,
                )
                in_flight -= 1
                self.answers.append((now, now - sent))
            while left:
                wait = max(opens_at - now, self.window.wait(in_flight, now))
                if wait > 0:
                    if wait < math.inf and not now < looks_at <= now + wait:
                        looks_at = now + wait
                        later(wait, "look")
                    break
                in_flight, left = in_flight + 1, left - 1
                self.widest = max(self.widest, in_flight)
                self.window.sent(in_flight, now)
                later(0.002, "arrive", now)

    def share(self, start: float, end: float) -> float:
        """Return the calls answered in a time as a share of what the server can do."""
        count = sum(start <= at < end for at, _ in self.answers)
        return count / (end - start) / (self.slots / self.service)

    def slowness(self, start: float) -> float:
        """Return the mean latency from some time on as a factor of the service time."""
        taken = [latency for at, latency in self.answers if at >= start]
        return sum(taken) / len(taken) / self.service


@pytest.mark.parametrize("slots", [16, 48, 200])
def test_a_server_that_queues_is_used_up_without_a_long_queue(slots: int) -> None:
    simulation = Simulation(slots)
    simulation.run(60.0)
    assert simulation.share(10.0, 60.0) >= 0.95
    assert simulation.slowness(10.0) <= 2.5
    assert simulation.window.limit <= 3 * slots


@pytest.mark.parametrize("slots", [4, 16, 64])
def test_a_server_that_refuses_is_seldom_asked_for_more(slots: int) -> None:
    simulation = Simulation(slots, service=0.3, refuses=True)
    simulation.run(60.0)
    assert simulation.share(10.0, 60.0) >= 0.85
    assert simulation.refused <= 0.02 * len(simulation.answers)
    assert simulation.window.limit <= slots + max(1, slots // 8)


@pytest.mark.parametrize("cap", [64, 512])
@pytest.mark.parametrize("slots", [1, 2, 4, 16])
def test_a_short_run_is_refused_a_few_times_only(slots: int, cap: int) -> None:
    """256 calls of 0.3 s from cold, whatever bound the user has set."""
    simulation = Simulation(slots, service=0.3, refuses=True, calls=256)
    simulation.window = AdaptiveWindow(cap=cap)
    simulation.run(1000.0)
    assert len(simulation.answers) == 256
    assert simulation.refused <= 0.05 * 256
    assert simulation.answers[-1][0] <= 1.35 * 256 / slots * 0.3


@pytest.mark.parametrize("slots", [1, 2, 4, 16])
def test_a_short_run_wastes_no_time_on_a_server_that_queues(slots: int) -> None:
    simulation = Simulation(slots, service=0.3, calls=256)
    simulation.run(1000.0)
    assert simulation.answers[-1][0] <= 1.35 * 256 / slots * 0.3


def test_few_slow_calls_do_not_pile_up() -> None:
    simulation = Simulation(2, service=60.0, calls=13)
    simulation.run(10_000.0)
    assert len(simulation.answers) == 13
    assert simulation.widest <= 12
    assert simulation.answers[-1][0] <= 1.3 * 13 / 2 * 60.0


def test_a_bound_is_never_exceeded() -> None:
    simulation = Simulation(64)
    simulation.window = AdaptiveWindow(cap=3)
    simulation.run(30.0)
    assert simulation.widest == 3


def test_all_go_at_once_where_that_is_wanted() -> None:
    window = AdaptiveWindow(cap=1000, least=1000)
    for number in range(1000):
        assert window.wait(number, 0.0) == 0.0
        window.sent(number + 1, 0.0)
    assert window.wait(1000, 0.0) == math.inf


def test_time_outs_halve_the_window() -> None:
    simulation = Simulation(200)
    simulation.run(10.0)
    before = simulation.window.limit
    simulation.window.timed_out()
    assert simulation.window.limit == before // 2
