"""What leaves the house: named columns in files that Excel opens and no formula can hide in.

In: the store, a span of days, a format. Out: a finished file, or none.
The front door imports this.
"""
