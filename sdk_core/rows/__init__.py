"""What exporting and validating share: checks of rows, lengths, chat templates, loss masks.

Nothing here reads or writes files of rows.
"""
