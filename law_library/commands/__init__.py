"""What the operator and editors type about laws.

In: the command line. Out: Chinese sentences and exit codes. The front door loads this.
"""

from law_library.commands.cite import cite
from law_library.commands.laws import laws

__all__ = ["cite", "laws"]
