"""What the operator and editors type about laws.

In: the command line. Out: Chinese sentences and exit codes. The front door loads this.
"""
