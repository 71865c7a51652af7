"""Events as calendar files: one .ics beside each notice that tells of an event.

In: the library. Out: docs/notices/<name>/event.ics. `build.py` calls this; no other module knows icalendar.
"""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from content_model import Library, Notice

BEIJING = ZoneInfo("Asia/Shanghai")
USUAL_LENGTH = timedelta(hours=1)


def write_calendars(library: Library, docs: Path) -> None:
    """Write the calendar files below `docs`."""
    for page in library.of(Notice):
        if page.begins_at:
            file = docs / event_path(page)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_calendar(library, page))


def event_path(page: Notice) -> str:
    """Give where a notice's calendar file lies, below docs and below the site."""
    return f"{page.address}/event.ics"


def event_span(page: Notice) -> tuple[datetime, datetime]:
    """Give beginning and end in Beijing time; without an end, the usual length. The notice must have a beginning."""
    begins = (page.begins_at or datetime.min.replace(tzinfo=UTC)).astimezone(BEIJING)
    return begins, page.ends_at.astimezone(BEIJING) if page.ends_at else begins + USUAL_LENGTH


def spoken_span(page: Notice) -> str:
    """Say when an event is: 2026 年 12 月 4 日（星期五）9:00—11:30."""
    begins, ends = event_span(page)
    said = _spoken(begins)
    if not page.ends_at:
        return said
    return f"{said}—{ends.hour}:{ends:%M}" if ends.date() == begins.date() else f"{said} 至 {_spoken(ends)}"


def _spoken(at: datetime) -> str:
    return f"{at.year} 年 {at.month} 月 {at.day} 日（星期{'一二三四五六日'[at.weekday()]}）{at.hour}:{at:%M}"


def _calendar(library: Library, page: Notice) -> bytes:
    """Write one event; times are in UTC, which every calendar turns into its owner's time."""
    site = library.site
    begins, ends = event_span(page)
    address = f"{site.base_url}{site.base_path}{page.url}"
    published = page.published_on or begins.date()
    uid = f"{page.address}@{site.base_url.split('://', 1)[1]}"
    event = Event.new(
        uid=uid,
        stamp=datetime.combine(published, time(), UTC),  # not the time of building: the same content, the same file
        start=begins.astimezone(UTC),
        end=ends.astimezone(UTC),
        summary=page.title,
        description=f"{page.lead}\n{address}\n电话 {site.telephone}",
        location=page.venue or None,
        url=address,
    )
    calendar = Calendar.new(uid=uid, prodid=f"-//{site.organiser}//{site.name}//ZH", subcomponents=[event])
    return bytes(calendar.to_ical())
