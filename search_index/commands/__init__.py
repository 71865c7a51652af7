"""What the bureau types about questions.

In: the command line. Out: Chinese sentences and exit codes. The front door loads this.
"""

from search_index.commands.questions import questions

__all__ = ["questions"]
