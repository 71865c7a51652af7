"""Gateways for notices: WeCom, DingTalk, e-mail, text messages and whatever else Apprise speaks to.

In: addresses as Apprise writes them; letters. Out: nothing when they were taken, else NotDelivered.
Only `channels.open_channels` imports this, when a gateway is set.
"""

import logging
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import quote, unquote

import requests
from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat, PersistentStoreMode
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.wecombot import NotifyWeComBot

from forms_api.config import ConfigurationError
from forms_api.notices.channels import Letter, NotDelivered

# Redirects would carry a telephone elsewhere; nothing is kept on the disk; one address after the other.
ASSET = AppriseAsset(
    app_id="mingfa",
    app_desc="mingfa",
    app_url="",
    async_mode=False,
    http_redirects=False,
    pgp_autogen=False,
    pem_autogen=False,
    storage_mode=PersistentStoreMode.MEMORY,
)
NOBODY = "13800000000"  # to see at the start whether an address can be read


class Gateway(Protocol):
    """One address."""

    def send(self, title: str, text: str) -> bool:
        """Send a text; say whether it was taken."""


class Service:
    """Any service that Apprise speaks to."""

    def __init__(self, service: NotifyBase) -> None:
        self._apprise = Apprise(asset=ASSET)
        self._apprise.add(service)

    def send(self, title: str, text: str) -> bool:
        """Send a text; say whether it was taken."""
        return bool(self._apprise.notify(text, title, body_format=NotifyFormat.TEXT))


class Robot:
    """A robot in a WeCom or DingTalk group: it refuses with status 200 and a number, which Apprise 2.2 does not read.

    Apprise reads its address, signs, and keeps to so many messages a minute; the message itself is sent here.
    """

    def __init__(self, service: Any) -> None:
        self._service = service

    def send(self, title: str, text: str) -> bool:
        """Send a text; say whether it was taken."""
        self._service.throttle()
        address, parameters = self._address()
        try:
            answer = requests.post(
                address,
                params=parameters,
                json={"msgtype": "text", "text": {"content": f"{title}\n{text}"}, **self._called()},
                verify=self._service.verify_certificate,
                timeout=self._service.request_timeout,
                allow_redirects=False,
            )
            return answer.ok and answer.json().get("errcode") == 0
        except (requests.RequestException, ValueError, AttributeError):  # no connection, no JSON, or not an object
            return False

    def _address(self) -> tuple[str, dict[str, str]]:
        if isinstance(self._service, NotifyWeComBot):
            return self._service.api_url, {}
        address = self._service.notify_url.format(token=self._service.token)
        if not self._service.secret:
            return address, {}
        timestamp, signature = self._service.get_signature()
        return address, {"timestamp": timestamp, "sign": unquote(signature)}  # requests escapes it, once

    def _called(self) -> dict[str, Any]:
        called = getattr(self._service, "targets", None)
        return {"at": {"atMobiles": called, "isAtAll": False}} if called else {}


class Gateways:
    """All addresses of the staff; each gets every letter, and again only what it did not take."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._gateways = [_named(address, number) for number, address in enumerate(addresses, start=1)]
        self._took: dict[str, set[int]] = {}

    def hand_over(self, letter: Letter) -> None:
        """Hand a letter to every address; raises NotDelivered when one of them did not take it."""
        took = self._took.setdefault(letter.id, set())
        for place, gateway in enumerate(self._gateways):
            if place not in took and gateway.send(f"通知 {letter.id}", letter.text):
                took.add(place)
        missing = [str(place + 1) for place in range(len(self._gateways)) if place not in took]
        if missing:
            raise NotDelivered(f"MINGFA_NOTICES_STAFF: address {', '.join(missing)} of {len(self._gateways)}")
        del self._took[letter.id]


class TextMessages:
    """The gateway for text messages: {phone} and {id} stand in its address."""

    def __init__(self, address: str) -> None:
        if "{phone}" not in address:
            raise ConfigurationError(
                "MINGFA_NOTICES_SMS 里没有 {phone}，短信不知道发给谁。"
                "请在地址里写上 {phone}，如 jsons://网关/send?:to={phone}&:id={id}。"
            )
        self._address = address
        self._gateway(NOBODY, "0")

    def hand_over(self, letter: Letter) -> None:
        """Send one text message; raises NotDelivered."""
        if not self._gateway(letter.phone, letter.id).send("", letter.text):
            raise NotDelivered("MINGFA_NOTICES_SMS")

    def _gateway(self, phone: str, name: str) -> Gateway:
        address = self._address.replace("{phone}", quote(phone, safe="")).replace("{id}", name)
        try:
            return _open(address)
        except ConfigurationError as error:
            raise ConfigurationError(
                f"MINGFA_NOTICES_SMS 的{error}。请照 Apprise 的写法改，如 jsons://网关/send?:to={{phone}}&:id={{id}}。"
            ) from error


def _named(address: str, number: int) -> Gateway:
    """Open an address of the staff; a message never quotes it, for keys stand in it."""
    try:
        return _open(address)
    except ConfigurationError as error:
        raise ConfigurationError(
            f"MINGFA_NOTICES_STAFF 的第 {number} 个{error}。请照 Apprise 的写法改，如 wecombot://密钥，几个之间用空格隔开。"
        ) from error


def _open(address: str) -> Gateway:
    _silence()
    service = Apprise.instantiate(address, asset=ASSET)
    if service is None:
        raise ConfigurationError("地址无法识别")
    return Robot(service) if isinstance(service, NotifyWeComBot | NotifyDingTalk) else Service(service)


def _silence() -> None:
    """Keep what the libraries log to themselves: addresses with keys, and telephones, stand in it."""
    for name in ("apprise", "urllib3"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
