"""A process that has imported what the program imports, and forks a child for each command.

A command of the program spends most of its time on imports. Tests that run very many commands and
do not look at start-up ask this process instead; the code that runs is the console script's.
"""
