"""The vault: what people told about themselves is sealed before it is stored, and opened only to be read.

In: a ring of keys and texts. Out: sealed bytes, the texts again, and blind indexes to find equal ones by.
The store, the exports and the front door import its modules; it knows neither the web nor SQL.
"""
