"""What a citizen agrees to when handing in a consultation, and which wording that was.

In: nothing. Out: the version that is stored with the submission.
The consultation page imports this; the wording itself stands in templates/_notice.html and forms.py.
"""

from forms_api.pages.language import is_english

# Change this with every change of templates/_notice.html or of the consent's sentence: a test compares.
WORDING = "2026-11-21"


def consent_version() -> str:
    """Name the wording that the citizen saw, such as 2026-11-21-zh."""
    return f"{WORDING}-{'en' if is_english() else 'zh'}"
