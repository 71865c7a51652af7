"""预约: a station, a day and half of it that has places left, what for.

In: form data, and the places taken so far. Out: an `AppointmentRequest` and its `Place`. `catalogue.py` lists it.
Whether the last place is still there is decided by the store alone: what is shown here may be a moment old.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from content_model.edition import PublishedPage
from forms_api.forms.contact import CONTACT, WHOSE, ContactForm
from forms_api.forms.fields import Choice, area, radios, short_enough
from forms_api.forms.submission_form import Group
from forms_api.store.matter import AppointmentRequest, Matter
from forms_api.store.submission import Place

LONGEST = 1000  # characters: a word about the errand, the rest is said on the day
ERRANDS: list[Choice] = [
    ("法律咨询", lazy_gettext("问法律上的事")),
    ("申请法律援助", lazy_gettext("申请法律援助")),
    ("人民调解", lazy_gettext("调解纠纷")),
    ("公证", lazy_gettext("问公证的事")),
    ("其他", lazy_gettext("其他")),
]
HALVES: list[Choice] = [("上午", lazy_gettext("上午")), ("下午", lazy_gettext("下午"))]
WEEKDAYS = (
    lazy_gettext("星期一"),
    lazy_gettext("星期二"),
    lazy_gettext("星期三"),
    lazy_gettext("星期四"),
    lazy_gettext("星期五"),
    lazy_gettext("星期六"),
    lazy_gettext("星期日"),
)


class AppointmentForm(ContactForm):
    """预约."""

    class Meta(ContactForm.Meta):
        """How WTForms makes the token."""

        form_name = "appointment"

    title = lazy_gettext("预约")
    purpose = lazy_gettext("约好哪天来，来了有人等您。不收费。")
    makes = AppointmentRequest
    quick_exit = True
    groups = (
        Group("where", lazy_gettext("去哪里，办什么事"), ("station", "errand", "content")),
        Group("when", lazy_gettext("哪天来"), ("when",), lazy_gettext("可以约的是后面十个工作日。选一个还有名额的。")),
        WHOSE,
        CONTACT,
    )

    town = None  # the station's town is known, the citizen's is not needed
    station = radios(lazy_gettext("去哪个站点"))
    errand = radios(lazy_gettext("办什么事"), ERRANDS)
    content = area(
        lazy_gettext("简单说说"),
        short_enough(LONGEST),
        hint=lazy_gettext("写一两句，接待您的人好先准备。不想写，可以空着。"),
        required=False,
        rows=4,
    )
    when = radios(lazy_gettext("哪天、上午还是下午"))

    def offer(self) -> None:
        """Offer the stations that give appointments; for the chosen one its half-days, the full ones closed."""
        self.stations = {page.url: (page, page.station) for page in self._bookable() if page.station}
        self.station.choices = [(url, f"{page.title} · {how.address}") for url, (page, how) in self.stations.items()]
        if not self.stations:
            self.station.description = _("现在没有站点可以在网上预约，请打电话约。")
        self.when.choices, self.when.notes, self.when.closed = [], {}, set()
        for day, half, label, left in self._half_days():
            value = f"{day.isoformat()} {half}"
            words = _("%(month)s月%(day)s日 %(weekday)s %(half)s", **_parts(day), half=label)
            self.when.choices.append((value, words))
            self.when.notes[value] = _("（还有 %(left)s 个名额）", left=left) if left else _("（已约满）")
            self.when.closed |= set() if left else {value}
        if self.when.closed and len(self.when.closed) == len(self.when.choices):
            self.when.description = _("这个站点这些天都约满了。请点“上一步”换一个站点，或者打电话问。")

    def look_again(self) -> None:
        """Say at once that a half-day has filled up since it was shown."""
        if self.when.data in self.when.closed:
            self.when.errors = (_("您选的那半天刚刚约满了，请另选一个时间。"),)

    def place(self) -> Place | None:
        """Give the place at the station; call it on a validated form."""
        _page, how = self.stations[self.station.data]
        day, half = self.when.data.split()
        return Place(self.station.data, date.fromisoformat(day), half, how.places)

    def matter(self) -> Matter:
        """Make what the store keeps; the station by name as well, for a page may go."""
        page, _how = self.stations[self.station.data]
        day, half = self.when.data.split()
        own = {"station_name": page.title, "day": day, "half": half, "purpose": self.errand.data}
        return replace(super().matter(), **own)

    def _bookable(self) -> Iterator[PublishedPage]:
        return (page for page in self.around.pages if page.station and page.station.places)

    def _half_days(self) -> Iterator[tuple[date, str, object, int]]:
        """Give each half-day of the chosen station: day, stored word and label of the half, places left."""
        days = self.around.days() if self.station.data in self.stations else ()
        if not days:
            return
        _page, how = self.stations[self.station.data]
        taken = self.around.taken(self.station.data, days[0], days[-1])
        for day in days:
            for half, label in HALVES:
                yield day, half, label, max(how.places - taken.get((day, half), 0), 0)


def _parts(day: date) -> dict[str, object]:
    return {"month": day.month, "day": day.day, "weekday": WEEKDAYS[day.weekday()]}
