"""The sentences for a form that was not saved, and how long to wait: the same on every page.

In: nothing. Out: sentences in the citizen's language. The pages import this.
"""

from flask_babel import gettext as _


def foreign_sentence() -> str:
    """Say why a form from elsewhere was not saved."""
    return str(_("这次提交不是从本站的页面发出的，为了您的安全，没有保存。您填的内容还在下面，请核对后再点一次提交。"))


def expired_sentence() -> str:
    """Say that the form has been open too long; the sentence must not frighten."""
    return str(_("这个页面打开的时间太久了，还没有保存。您填的内容还在下面，请核对后再点一次提交。"))


def unsaved_sentence() -> str:
    """Say honestly that nothing was saved."""
    return str(_("系统现在存不了新的内容，这次没有提交成功。您填的内容还在下面，请过几分钟再点一次；着急请打电话。"))


def in_minutes(seconds: int) -> int:
    """Give whole minutes in which so many seconds are over."""
    return -(-seconds // 60)


def too_many_sentence(retry_after: int) -> str:
    """Say when it may be tried again."""
    return str(
        _(
            "从这里发来的提交太多了，这次没有保存。您填的内容还在下面，请过 %(minutes)s 分钟再点一次；着急请打电话。",
            minutes=in_minutes(retry_after),
        )
    )


def place_taken_sentence() -> str:
    """Say that somebody else was quicker."""
    return str(_("您选的那半天刚刚约满了，没有约上。请另选一个时间，您填的别的内容都还在。"))
