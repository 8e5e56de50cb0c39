"""Parsers in processes of their own, so that a document can only ever cost itself.

A worker reads one document after the other and sends its segments through a pipe; the process that
asked for them watches its time and memory and stops it when either runs out. What comes through
the pipe is JSON and the bytes of pictures, and nothing in it is ever executed. Which documents are
read, and where their text goes, is the business of `sdk_core.ingest`.
"""
