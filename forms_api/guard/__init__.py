"""What stands between the forms and those who abuse them: limits, proof of work, marks of suspicion.

In: plain values of a request. Out: verdicts; nothing here drops or stores a submission.
The pages import this; it knows altcha and throttled-py, no Flask and no database.
"""
