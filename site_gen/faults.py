"""What stops a build after its content was found right.

In: a Chinese sentence. Out: the one exception that the front door turns into a message and exit code 1.
The modules of this package raise it.
"""


class BuildFailed(Exception):
    """The site could not be built; the message says what failed and that the old site stands."""
