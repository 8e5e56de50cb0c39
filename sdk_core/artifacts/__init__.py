"""The files between the stages: parsed tables, files of examples, and how they are put in place.

Files for trainers are written by `sdk_core.export` and the storages.
"""
