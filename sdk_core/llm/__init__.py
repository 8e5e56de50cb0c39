"""Calls to a model: engine, scheduler, retries, costs, and the journal of paid answers.

What a model answered is read in `sdk_core.answers`.
"""
