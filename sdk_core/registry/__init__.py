"""Plugins and what they bring: discovery, loading, names to components, values of options.

What a plugin may declare is in `sdk_core.specs`, what it may subclass in `sdk_core.components`.
"""
