"""Examples to the good ones among them.

How a model is asked is in `sdk_core.llm` and `sdk_core.runs`.
"""
