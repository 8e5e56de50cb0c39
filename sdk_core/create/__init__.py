"""Parsed documents to training examples.

How a model is asked is in `sdk_core.llm` and `sdk_core.runs`.
"""
