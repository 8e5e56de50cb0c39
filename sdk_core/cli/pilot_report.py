"""Prints what a pilot says of the whole run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sdk_core.cli import console, progress


def print_prediction(prediction: Mapping[str, Any]) -> None:
    """Print what a whole run is expected to make and to take, each with its interval."""
    sampled, chunks = prediction["sampled"], prediction["chunks"]
    console.result(f"Pilot: {sampled} of {chunks} chunks, from {prediction['documents']} documents")
    console.result(f"The whole run, with {prediction['confidence']:.0%} confidence:")
    wanted = prediction["wanted"]
    of_wanted = f", of {wanted:,} wanted" if wanted else ""
    console.result(f"  examples made: {_figure(prediction['made'])}{of_wanted}")
    if prediction["kept"]:
        console.result(f"  rows kept: {_figure(prediction['kept'])}")
    console.result(f"  prompt tokens: {_figure(prediction['prompt_tokens'])}")
    console.result(f"  answer tokens: {_figure(prediction['completion_tokens'])}")
    if prediction["cost"]:
        low, value, high = map(_money, prediction["cost"])
        console.result(f"  cost: {value} USD ({low} to {high})")
    else:
        console.result("  cost: unknown; put the model's price under prices: in the config")
    if prediction["hours"]:
        low, high = (progress.duration(3600 * hours) for hours in prediction["hours"])
        at_once = prediction["concurrency"]
        console.result(f"  time: {low}, at {at_once} calls at once, to {high}, at the pilot's pace")
    console.note("the same command without --pilot goes on from here and reuses what was asked")


def _money(usd: float) -> str:
    return f"{usd:,.2f}" if usd >= 1 else f"{usd:.4f}"


def _figure(interval: list[int]) -> str:
    low, value, high = interval
    return f"{value:,} ({low:,} to {high:,})"
