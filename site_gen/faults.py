"""What stops a build after its content was found right.

In: a Chinese sentence, or what a generator only logs. Out: the one exception that the front door turns into a message
and exit code 1. The modules of this package raise it.
"""

import logging


class BuildFailed(Exception):
    """The site could not be built; the message says what failed and that the old site stands."""


class LogCollector(logging.Handler):
    """Keeps what a generator logs at `level` or above: both go on after a fault as if nothing had happened."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())
