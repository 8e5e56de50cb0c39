"""How far judges may be believed: planted faults, people's labels, and the threshold they allow."""

from __future__ import annotations
