"""Why a database is not used: it would lose what it acknowledges, or it is not ours.

In: nothing. Out: exceptions whose messages are Chinese sentences for the operator, with the cure.
The store's modules raise them; the front door prints them.
"""


class DatabaseRefused(Exception):
    """The database is not used and was not changed."""


class UnsafeDatabase(DatabaseRefused):
    """A connection does not keep its promises; nothing may be saved through it."""


class DatabaseTooNew(DatabaseRefused):
    """The database was made by a later version of the program."""


class DatabaseForeign(DatabaseRefused):
    """The tables are not the program's own."""
