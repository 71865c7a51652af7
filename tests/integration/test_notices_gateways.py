"""Notices through gateways: what they are sent, what counts as taken, and that no telephone reaches the log.

Apprise loads all its services at once; one of them uses a module that Python will drop.
"""

import base64
import hashlib
import hmac
import logging
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from forms_api.config import ConfigurationError, Settings
from forms_api.notices.channels import Channel, Channels, FileChannel, Letter, NotDelivered, open_channels
from forms_api.notices.courier import at_work
from forms_api.notices.delivery import Delivered
from forms_api.store.db import open_store
from forms_api.store.matter import Consultation
from tests.conftest import absent, free_port
from tests.integration.receivers import Mailbox, Receiver, running
from tests.integration.test_notices import killed, restarted
from tests.samples import SITE

try:
    from apprise.plugins.dingtalk import NotifyDingTalk
    from apprise.plugins.wecombot import NotifyWeComBot
except ModuleNotFoundError:
    absent("no Apprise: pip install 'mingfa[notices]'")

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

PHONE = "13911112222"
LETTER = Letter(
    "20261121-204703-000005-7", "【试验县】新的法律咨询", "ZX-20261121-4F7K-2", datetime(2026, 11, 21, tzinfo=UTC)
)
TEXT_MESSAGE = Letter(LETTER.id, "【试验县】已收到", LETTER.receipt, LETTER.made_at, PHONE)
ROBOT = "0123456789abcdef"
SECRET = "SEC0123456789abcdef"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running(Receiver()) as found:
        yield found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yml").write_text(SITE, encoding="utf-8")
    return Settings(content=tmp_path / "content", data=tmp_path / "data", database_url="")


@pytest.fixture
def channels(tmp_path: Path) -> Callable[..., Channels]:
    return lambda staff="", sms="": open_channels(Settings(data=tmp_path, notices_staff=staff, notices_sms=sms))


@pytest.fixture
def robots_here(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> Receiver:
    """WeCom's and DingTalk's robots, on this machine."""
    monkeypatch.setattr(NotifyWeComBot, "notify_url", f"http://{receiver.place}/wecom?key={{key}}")
    monkeypatch.setattr(NotifyDingTalk, "notify_url", f"http://{receiver.place}/dingtalk?access_token={{token}}")
    return receiver


def test_staff_get_the_text_under_its_id(receiver: Receiver, channels: Callable[..., Channels]) -> None:
    channels(f"json://{receiver.place}/hook").staff.hand_over(LETTER)
    ((path, body),) = receiver.all()
    assert path == "/hook"
    assert (body["title"], body["message"]) == (f"通知 {LETTER.id}", LETTER.text)


def test_a_text_message_names_telephone_and_id(receiver: Receiver, channels: Callable[..., Channels]) -> None:
    found = channels(sms=f"json://{receiver.place}/send?:to={{phone}}&:id={{id}}&-channel=a%20b")
    found.citizens.hand_over(TEXT_MESSAGE)
    ((path, body),) = receiver.all()
    assert path == "/send?channel=a+b"
    assert (body["to"], body["id"], body["message"]) == (PHONE, LETTER.id, TEXT_MESSAGE.text)
    assert body["title"] == ""
    assert isinstance(found.staff, FileChannel)


@pytest.mark.parametrize("status", [400, 401, 429, 500, 302])
def test_a_gateway_that_refuses_has_not_taken_it(
    receiver: Receiver, channels: Callable[..., Channels], status: int
) -> None:
    receiver.status = status
    receiver.header = ("Location", f"http://{receiver.place}/elsewhere")
    found = channels(f"json://{receiver.place}/", f"json://{receiver.place}/send?:to={{phone}}")
    for channel, letter in ((found.staff, LETTER), (found.citizens, TEXT_MESSAGE)):
        with pytest.raises(NotDelivered) as failure:
            channel.hand_over(letter)
        assert PHONE not in str(failure.value)
    assert [path for path, _ in receiver.all()] == ["/", "/send"], "a redirect is not followed"


def test_an_address_that_took_a_letter_does_not_get_it_again(
    receiver: Receiver, channels: Callable[..., Channels]
) -> None:
    with running(Receiver()) as other:
        other.status = 503
        staff = channels(f"json://{receiver.place}/ json://{other.place}/").staff
        for _ in range(2):
            with pytest.raises(NotDelivered, match="MINGFA_NOTICES_STAFF: address 2 of 2"):
                staff.hand_over(LETTER)
        other.status = 200
        staff.hand_over(LETTER)
        assert (len(receiver.all()), len(other.all())) == (1, 3)


@pytest.mark.parametrize("address", [f"wecombot://{ROBOT}", f"dingtalk://{ROBOT}", f"dingtalk://{SECRET}@{ROBOT}"])
@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        (b'{"errcode":0,"errmsg":"ok"}', True),
        (b'{"errcode":45009,"errmsg":"api freq out of limit"}', False),  # with status 200
        (b"<html>a portal of the network</html>", False),
        (b"[]", False),
    ],
)
def test_what_a_robot_refuses_with_status_200_is_not_taken(
    robots_here: Receiver, channels: Callable[..., Channels], address: str, answer: bytes, *, taken: bool
) -> None:
    robots_here.answer = answer
    staff = channels(address).staff
    if taken:
        staff.hand_over(LETTER)
    else:
        with pytest.raises(NotDelivered):
            staff.hand_over(LETTER)
    ((path, body),) = robots_here.all()
    assert ROBOT in path
    assert body["text"] == {"content": f"通知 {LETTER.id}\n{LETTER.text}"}


def test_a_robot_redirect_is_not_followed(robots_here: Receiver, channels: Callable[..., Channels]) -> None:
    robots_here.status, robots_here.header = 307, ("Location", f"http://{robots_here.place}/elsewhere")
    with pytest.raises(NotDelivered):
        channels(f"wecombot://{ROBOT}").staff.hand_over(LETTER)
    assert len(robots_here.all()) == 1


def test_dingtalk_is_signed_as_its_manual_says(robots_here: Receiver, channels: Callable[..., Channels]) -> None:
    robots_here.answer = b'{"errcode":0}'
    channels(f"dingtalk://{SECRET}@{ROBOT}").staff.hand_over(LETTER)
    ((path, _),) = robots_here.all()
    sent = parse_qs(urlsplit(path).query)
    right = hmac.digest(SECRET.encode(), f"{sent['timestamp'][0]}\n{SECRET}".encode(), hashlib.sha256)
    assert sent["sign"] == [base64.b64encode(right).decode()]


def test_mail_arrives_as_plain_text(channels: Callable[..., Channels]) -> None:
    with running(Mailbox()) as mailbox:
        address = f"mailto://{mailbox.place}?from=portal@sf.example.gov.cn&to=desk@sf.example.gov.cn&format=text"
        channels(address).staff.hand_over(LETTER)
        mail = message_from_bytes(mailbox.got.get(timeout=10), policy=policy.default)
    assert mail["Subject"] == f"通知 {LETTER.id}"
    assert mail["To"] == "desk@sf.example.gov.cn"
    body = mail.get_body(("plain",))
    assert body
    assert body.get_content().strip() == LETTER.text


@pytest.mark.parametrize(
    ("staff", "sms", "said"),
    [
        ("json://a.example nonsense", "", "MINGFA_NOTICES_STAFF 的第 2 个地址无法识别。请照 Apprise 的写法改，"),
        ("", "json://a.example/send", "MINGFA_NOTICES_SMS 里没有 {phone}，短信不知道发给谁。请在地址里写上 {phone}，"),
        ("", "nonsense{phone}", "MINGFA_NOTICES_SMS 的地址无法识别。请照 Apprise 的写法改，"),
    ],
)
def test_an_address_that_cannot_be_read_stops_the_start_unquoted(
    channels: Callable[..., Channels], staff: str, sms: str, said: str
) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        channels(staff, sms)
    assert str(refusal.value).startswith(said)
    assert "nonsense" not in str(refusal.value)


def test_no_telephone_and_no_key_reaches_a_log(
    receiver: Receiver,
    channels: Callable[..., Channels],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.header = ("X broken", PHONE)  # urllib3 warns of it with the whole address
    sms = channels(sms=f"json://user:KEYKEY@{receiver.place}/{{phone}}?-to={{phone}}&:to={{phone}}").citizens
    sms.hand_over(TEXT_MESSAGE)
    receiver.status = 500
    with pytest.raises(NotDelivered):
        sms.hand_over(TEXT_MESSAGE)
    with pytest.raises(NotDelivered):
        channels(sms=f"json://127.0.0.1:{free_port()}/{{phone}}").citizens.hand_over(TEXT_MESSAGE)
    assert PHONE in str(receiver.all()), "the canary was on its way"
    printed = caplog.text + "".join(capfd.readouterr())
    for secret in (PHONE, "KEYKEY", TEXT_MESSAGE.text, LETTER.receipt):
        assert secret not in printed


def test_nothing_but_the_gateway_is_called(
    receiver: Receiver, channels: Callable[..., Channels], monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []
    connect = socket.socket.connect

    def watched(self: socket.socket, address: tuple[str, int]) -> None:
        called.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    channels(f"json://{receiver.place}/").staff.hand_over(LETTER)
    assert called == [receiver.server_address]


# D11: kill -9


def test_killed_between_hand_over_and_note_it_comes_again_under_the_same_id(
    receiver: Receiver, settings: Settings
) -> None:
    address = f"json://{receiver.place}/"
    killed(settings, "handed-over", address)
    assert restarted(settings, gateway(settings, address)) == Delivered()
    assert restarted(settings, gateway(settings, address), minutes=6) == Delivered(left=1)
    titles = [body["title"] for _, body in receiver.all()]
    assert len(titles) == 2
    assert len(set(titles)) == 1, "one for who drops what it has seen"


def test_killed_between_commit_and_delivery_it_comes(receiver: Receiver, settings: Settings) -> None:
    killed(settings, "committed")
    assert restarted(settings, gateway(settings, f"json://{receiver.place}/")) == Delivered(left=1)
    assert len(receiver.all()) == 1


def test_a_deliverer_that_notes_first_is_found_out(receiver: Receiver, settings: Settings) -> None:
    address = f"json://{receiver.place}/"
    killed(settings, "noted-first", address)
    assert restarted(settings, gateway(settings, address), minutes=6) == Delivered()
    assert receiver.all() == [], "lost"


def gateway(settings: Settings, address: str) -> Channel:
    return open_channels(Settings(data=settings.data, notices_staff=address)).staff


def test_the_courier_delivers_while_the_service_runs(receiver: Receiver, settings: Settings) -> None:
    store = open_store(settings)
    settings = Settings(content=settings.content, data=settings.data, notices_staff=f"json://{receiver.place}/")
    with at_work(settings, settings.site(), store) as courier:
        acknowledged = store.intake.submit(Consultation(phone=PHONE), "k")
        courier.wake()
        _, body = receiver.got.get(timeout=20)
    store.engine.dispose()
    assert acknowledged.receipt in body["message"]
