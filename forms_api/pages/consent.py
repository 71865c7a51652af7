"""Which wording a citizen agreed to.

In: nothing. Out: the version that is stored with each consent. `intake.py` imports this.
The wording itself: templates/_notice.html with what `notice.py` reads off the form, and the form's boxes.
"""

from forms_api.pages.language import is_english

# Change this with every change of the notice, of a form's questions, consents or time of keeping: a test compares.
WORDING = "2026-11-28"


def consent_version() -> str:
    """Name the wording that the citizen saw, such as 2026-11-28-zh."""
    return f"{WORDING}-{'en' if is_english() else 'zh'}"
