"""What attackers write to have a page run it: each breaks out of another place, and none is longer than a name may be.

In: nothing. Out: the texts. The tests of markup over HTTP and in Chromium use it.
"""

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'><svg/onload=alert(3)>",
    "</textarea><svg/onload=alert()",
    "</title><iframe srcdoc=a>",
    "<!-- slot --><b>x</b>",
    "--><a href=javascript:alert()>",
    '" autofocus onfocus=alert(4) ',
    "{{ 7*7 }}{% raw %}${7*7}",
    "&lt;img src=x onerror=alert()>",
    "＜script＞alert(5)＜/script＞",
    "<style>*{color:red}</style>",
    "javascript:alert(6)",
    "%(title)s%s%n{0}{site.name}",
)
