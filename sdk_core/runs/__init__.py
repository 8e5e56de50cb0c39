"""What every stage needs: session, inputs, the model run, the dispatcher, the record of a run.

No stage lives here, and nothing that only one of them needs.
"""
