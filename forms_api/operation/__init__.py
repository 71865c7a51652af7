"""What the operator does: back up, restore, verify, purge, change keys, look after health.

In: the store and settings. Out: counts, facts, refusals in Chinese. No SQL and no web here.
The commands and the pages /health and the notice import its modules.
"""
