"""The words of notices, and the files that they are written into."""

import json
import stat
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from content_model.site import Site, read_site
from forms_api.config import ConfigurationError, Settings
from forms_api.notices.channels import FileChannel, Letter, NotDelivered, open_channels
from forms_api.notices.wording import Wording
from forms_api.store.outbox import About, Notice
from forms_api.store.submission import SubmissionKind
from tests.samples import SITE

RECEIPT = "ZX-20261121-4F7K-2"
MADE_AT = datetime(2026, 11, 21, 12, 47, 3, 5, UTC)
NOTICE = Notice(
    7, About.RECEIVED, False, SubmissionKind.CONSULTATION, RECEIPT, date(2026, 11, 26), "", MADE_AT, 0, MADE_AT
)
LETTER = Letter(NOTICE.id, "【试验县公共法律服务网】新的法律咨询", RECEIPT, MADE_AT)


@pytest.fixture(scope="module")
def wording(tmp_path_factory: pytest.TempPathFactory) -> Wording:
    content = tmp_path_factory.mktemp("content")
    (content / "site.yml").write_text(SITE, encoding="utf-8")
    site, _ = read_site(content)
    assert isinstance(site, Site)
    return Wording(site)


@pytest.mark.parametrize(
    ("about", "officer", "said"),
    [
        (About.RECEIVED, "", f"新的法律咨询，受理编号 {RECEIPT}，最迟 11月26日 答复。"),
        (About.ADDED, "王某", f"法律咨询 {RECEIPT}：市民补充了情况，承办人 王某。"),
        (About.ADDED, "", f"法律咨询 {RECEIPT}：市民补充了情况。"),
        (
            About.UNSOLVED,
            "王某",
            f"法律咨询 {RECEIPT}：市民说没有解决，已重新办理，承办人 王某，最迟 11月26日 答复。",
        ),
        (About.WITHDRAWN, "", f"法律咨询 {RECEIPT}：市民已撤回，不用再办理。"),
        (About.DUE_SOON, "", f"法律咨询 {RECEIPT}：快到期了，最迟 11月26日 答复，还没有人承办。"),
        (About.OVERDUE, "王某", f"法律咨询 {RECEIPT}：已经超期，最迟 11月26日 答复，承办人 王某。请尽快答复。"),
    ],
)
def test_what_staff_are_told(wording: Wording, about: About, officer: str, said: str) -> None:
    notice = replace(NOTICE, about=about, officer=officer)
    assert wording.text(notice) == f"【试验县公共法律服务网】{said}"


def test_without_a_latest_day_none_is_named(wording: Wording) -> None:
    assert "最迟" not in wording.text(replace(NOTICE, due_on=None))


@pytest.mark.parametrize(("about", "said"), [(About.RECEIVED, "已收到"), (About.ANSWERED, "已有答复")])
def test_what_citizens_are_told_says_nothing_of_the_matter(wording: Wording, about: About, said: str) -> None:
    assert wording.text(replace(NOTICE, about=about, to_citizen=True, officer="王某")) == (
        f"【试验县公共法律服务网】您提交的事项（{RECEIPT}）{said}。请用受理编号和查询码在网站查看，或拨打 12348。"
    )


def test_a_notice_is_named_alike_each_time_and_unlike_any_other() -> None:
    assert NOTICE.id == "20261121-204703-000005-7"
    assert replace(NOTICE, attempts=3, ours_until=MADE_AT + timedelta(hours=1)).id == NOTICE.id
    # The database of a restored backup gives a number again.
    assert replace(NOTICE, made_at=MADE_AT + timedelta(microseconds=1)).id != NOTICE.id


def test_a_letter_handed_over_twice_is_one_private_file(tmp_path: Path) -> None:
    channel = FileChannel(tmp_path / "notices")
    channel.hand_over(LETTER)
    channel.hand_over(LETTER)
    (file,) = (tmp_path / "notices").iterdir()
    assert file.name == f"{LETTER.id}.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "编号": LETTER.id,
        "发给": "工作人员",
        "时间": "2026年11月21日 20:47",
        "内容": LETTER.text,
    }


def test_a_file_for_a_citizen_tells_how_to_send_it_and_keeps_the_telephone_sealed(tmp_path: Path) -> None:
    FileChannel(tmp_path).hand_over(replace(LETTER, phone="13911112222"))
    (file,) = tmp_path.iterdir()
    text = file.read_text(encoding="utf-8")
    assert "13911112222" not in text
    assert json.loads(text)["发给"] == "市民"
    assert f"mingfa show {RECEIPT}" in json.loads(text)["怎么办"]


def test_a_folder_that_takes_no_file_is_no_delivery(tmp_path: Path) -> None:
    (tmp_path / "notices").write_text("not a folder", encoding="utf-8")
    with pytest.raises(NotDelivered) as failure:
        FileChannel(tmp_path / "notices").hand_over(LETTER)
    assert RECEIPT not in str(failure.value)


def test_old_files_are_forgotten_and_new_ones_stay(tmp_path: Path) -> None:
    channel = FileChannel(tmp_path)
    channel.hand_over(LETTER)
    (tmp_path / ".other.json.0a1b.tmp").write_text("half", encoding="utf-8")
    (tmp_path / "说明.txt").write_text("of the operator", encoding="utf-8")
    now = datetime.now(UTC)
    assert channel.forget(now - timedelta(days=1)) == 0
    assert channel.forget(now + timedelta(days=1)) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["说明.txt"]


def test_without_settings_all_goes_into_files(tmp_path: Path) -> None:
    channels = open_channels(Settings(data=tmp_path, notices_sms="  "))
    assert isinstance(channels.staff, FileChannel)
    assert isinstance(channels.citizens, FileChannel)


def test_a_gateway_without_apprise_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    monkeypatch.delitem(sys.modules, "forms_api.notices.gateways", raising=False)
    with pytest.raises(ConfigurationError, match="却没有安装 apprise。请运行 pip install 'mingfa\\[notices\\]'"):
        open_channels(Settings(data=tmp_path, notices_staff="json://a.example"))


def test_settings_come_from_the_environment_and_are_not_shown() -> None:
    told = {"MINGFA_NOTICES_STAFF": "wecombot://key", "MINGFA_NOTICES_SMS": "json://{phone}"}
    settings = Settings.from_environment(told)
    assert (settings.notices_staff, settings.notices_sms) == ("wecombot://key", "json://{phone}")
    assert "wecombot" not in repr(settings)
