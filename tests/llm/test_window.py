"""The adaptive window against simulated servers: no clock, no network, the same every time."""

from __future__ import annotations

import heapq
import itertools
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
    """

    slots: int
    service: float = 0.5
    spread: float = 0.3
    refuses: bool = False
    window: AdaptiveWindow = field(default_factory=AdaptiveWindow)
    answers: list[tuple[float, float]] = field(default_factory=list)
    refused: int = 0

    def run(self, seconds: float) -> None:
        """Let simulated time pass."""
        dice = random.Random(1)
        numbers = itertools.count()
        events: list[tuple[float, int, str, float, int]] = []
        queue: deque[tuple[float, int]] = deque()
        now, in_flight, working, closed_at, opens_at = 0.0, 0, 0, -1.0, 0.0

        def later(delay: float, what: str, sent: float, position: int) -> None:
            heapq.heappush(events, (now + delay, next(numbers), what, sent, position))

        def work(sent: float, position: int) -> None:
            factor = 1 + self.spread * dice.uniform(-1, 1)
            later(self.service * factor, "answer", sent, position)

        later(0.0, "open", 0.0, 0)
        while now < seconds:
            now, _, what, sent, position = heapq.heappop(events)
            if what == "arrive" and self.refuses and working >= self.slots:
                in_flight -= 1
                self.refused += 1
                accepted = min(position - 1, in_flight)
                self.window.refused(now=now, accepted=accepted, wait=1.0, first=sent >= closed_at)
                closed_at = now if now >= opens_at else closed_at
                opens_at = max(opens_at, now + 1.0)
                later(1.0, "open", 0.0, 0)
            elif what == "arrive":
                if working < self.slots:
                    working += 1
                    work(sent, position)
                else:
                    queue.append((sent, position))
            elif what == "answer":
                in_flight -= 1
                if queue:
                    work(*queue.popleft())
                else:
                    working -= 1
                tokens = dice.randint(200, 600)
                held = now >= opens_at
                self.window.answered(now=now, latency=now - sent, tokens=tokens, saturated=held)
                self.answers.append((now, now - sent))
            while now >= opens_at and in_flight < self.window.limit:
                in_flight += 1
                later(0.001, "arrive", now, in_flight)

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
