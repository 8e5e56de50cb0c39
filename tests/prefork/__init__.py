"""A process that has imported what the program imports, and forks a child for each command.

A command of the program spends most of its time on imports. Tests that do not look at start-up ask
this process instead; the code that runs is the console script's. ``make soak`` runs them with the
installed script, so that an import that only another module makes good is found.
"""
