"""The figures that the README states, each as a command that anyone can run again.

In: the sample content. Out: printed figures and ratios, never bare times. Nobody imports this but tests.
"""
