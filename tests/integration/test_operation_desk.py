"""The desk's commands: what waits, what was asked, the answer; nothing personal where nobody asked for it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from forms_api.commands import desk
from forms_api.config import Settings
from forms_api.forms.form_token import new_key
from forms_api.guard.suspicion import Reason
from forms_api.store.matter import Consultation
from forms_api.store.store import Store
from forms_api.store.submission import Place, State, Terms
from tests.integration.office import ANSWER, CANARIES, NAME, NOON, PHONE, STORY, consult, mingfa, opened


@pytest.fixture
def settings(edition_build: tuple[Path, Path], tmp_path: Path) -> Settings:
    content, build = edition_build
    return Settings(content=content, build=build, data=tmp_path / "data")


def due(store: Store, day: date) -> str:
    terms = Terms(latest=lambda _: day)
    return store.intake.submit(Consultation(name=NAME, phone=PHONE, content=STORY), new_key(), terms).receipt


def queue(settings: Settings) -> list[str]:
    environment = {"MINGFA_CONTENT": str(settings.content), "MINGFA_DATA": str(settings.data), "DATABASE_URL": ""}
    with time_machine.travel(NOON, tick=False):  # a Friday
        done = CliRunner().invoke(desk.queue, env=environment)
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def test_the_queue_has_the_most_urgent_first_and_nothing_personal(settings: Settings) -> None:
    friday = NOON.date()
    with opened(settings) as store:
        later = due(store, friday + timedelta(days=4))
        late = due(store, friday - timedelta(days=1))
        today = due(store, friday)
        saturday = due(store, friday + timedelta(days=1))
        store.desk.take(later, "王芳")
    lines = queue(settings)
    assert lines == [
        f"{late}  法律咨询  已收到  最迟 2026年11月19日（已超过 1 个工作日）",
        f"{today}  法律咨询  已收到  最迟 2026年11月20日（就要到期）",
        f"{saturday}  法律咨询  已收到  最迟 2026年11月21日（就要到期）",
        f"{later}  法律咨询  办理中  最迟 2026年11月24日（还有 2 个工作日）  承办人 王芳",
        "共 4 件。",
    ]
    assert [canary for canary in CANARIES if canary in "".join(lines)] == []


def test_what_is_held_says_why_and_is_let_go(settings: Settings) -> None:
    reasons = tuple(reason.value for reason in Reason)
    with opened(settings) as store:
        receipt = store.intake.submit(Consultation(name=NAME), new_key(), Terms(held_for=reasons)).receipt
    line, _ = queue(settings)
    assert line == (
        f"{receipt}  法律咨询  已收到  没有期限"
        "  待核实：填了给机器看的栏目、填得太快、没有做人机验证、人机验证用过、写了很多网址"
    )
    done = mingfa(settings, "release", receipt.lower().replace("-", " "))
    assert (done.returncode, done.stdout) == (0, f"{receipt} 已放行。\n")
    assert "待核实" not in queue(settings)[0]


def test_who_opens_a_submission_stands_in_the_journal(settings: Settings) -> None:
    with opened(settings) as store:
        given = consult(store, content=f"{STORY}\n第二行\x1b[31m\u202e")
        done = mingfa(settings, "show", given.receipt, "--officer", "王芳")
        assert done.returncode == 0
        assert all(said in done.stdout for said in (NAME, PHONE, f"{STORY}\n第二行�[31m�"))
        assert given.code not in done.stdout
        with store.engine.connect() as connection:
            read = connection.exec_driver_sql("SELECT what, detail FROM journal ORDER BY seq DESC LIMIT 1").one()
        assert tuple(read) == ("read", '{"officer":"王芳"}')
        assert store.upkeep.verify() == store.upkeep.verify()
        assert list(store.upkeep.faults()) == []


def test_an_answer_reaches_the_citizen_once(settings: Settings, tmp_path: Path) -> None:
    text = tmp_path / "答复.txt"
    text.write_text(f"\ufeff{ANSWER}\n请带身份证。\n", encoding="utf-8")
    with opened(settings) as store:
        given = consult(store)
        taken = mingfa(settings, "take", given.receipt, "--officer", "王芳")
        assert (taken.returncode, taken.stdout) == (0, f"{given.receipt} 由 王芳 承办。\n")
        done = mingfa(settings, "answer", given.receipt, "--officer", "王芳", "--file", str(text))
        assert (done.returncode, done.stdout) == (0, f"{given.receipt} 已答复。\n")
        case = store.follow.find(given.receipt, given.code)
        assert case
        assert [(message.text, message.officer) for message in case.messages] == [(f"{ANSWER}\n请带身份证。", "王芳")]
        again = mingfa(settings, "answer", given.receipt, "--officer", "王芳", "--text", "再答")
        assert again.returncode == 1
        assert again.stderr == (
            f"没有答复：{given.receipt} 没有在办。可能没有这个编号，也可能已经答复、办结或撤回。"
            "请运行 mingfa queue 核对。\n"
        )
        shown = mingfa(settings, "show", given.receipt, "--officer", "王芳")
        assert f"答复（王芳）：{ANSWER}\n请带身份证。" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "ZX-1", "--officer", "王芳"], "“ZX-1”不是受理编号。请照回执写，如 ZX-20261121-7K3QXM。"),
        (["show", "ZX-20261121-7K3QXM"], "缺少选项 '--officer'"),
        (["answer", "ZX-20261121-7K3QXM", "--officer", "王芳"], "请用 --text 写答复，或用 --file 指明"),
        (["answer", "ZX-20261121-7K3QXM", "--officer", "王芳", "--text", " "], "答复是空的。请写上内容。"),
        (
            ["answer", "ZX-20261121-7K3QXM", "--officer", "王芳", "--text", "字" * 5001],
            "答复有 5001 字，最多 5000 字。",
        ),
    ],
)
def test_wrong_use_is_explained_and_exits_with_2(settings: Settings, arguments: list[str], sentence: str) -> None:
    done = mingfa(settings, *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr


def test_before_anything_came_in_the_commands_make_no_database(settings: Settings, tmp_path: Path) -> None:
    nothing = replace(settings, data=tmp_path / "nothing")
    done = mingfa(nothing, "queue")
    assert done.returncode == 1
    assert done.stderr.startswith("没有列出：这里还没有数据库")
    assert not nothing.data.exists()


def test_rubbish_and_visits_are_closed_without_an_answer(settings: Settings) -> None:
    half = Place("stations/zhongxin/", NOON.date() + timedelta(days=3), "上午", 1)
    with opened(settings) as store:
        held = Terms(held_for=(Reason.HONEYPOT.value,), place=half)
        given = store.intake.submit(Consultation(name=NAME), new_key(), held)
        done = mingfa(settings, "close", given.receipt, "--officer", "王芳", "--text", "看过了，是广告。")
        assert (done.returncode, done.stdout) == (0, f"{given.receipt} 已办结。\n")
        case = store.follow.find(given.receipt, given.code)
        assert case
        assert (case.state, [message.text for message in case.messages]) == (State.CLOSED, ["看过了，是广告。"])
        assert store.intake.submit(Consultation(name=NAME), new_key(), Terms(place=half)).receipt  # the place is free
        assert [one.receipt for one in store.desk.queue()] != [given.receipt]
        again = mingfa(settings, "close", given.receipt, "--officer", "王芳", "--text", "再办结")
        assert again.returncode == 1
        assert again.stderr.startswith(f"没有办结：{given.receipt} 没有在办。")


def test_notices_leave_when_they_are_told_to(settings: Settings) -> None:
    with opened(settings) as store:
        given = consult(store)
    done = mingfa(settings, "deliver")
    assert (done.returncode, done.stdout) == (0, "发出 1 条。\n")
    (file,) = (settings.data / "notices").glob("*.json")
    assert given.receipt in file.read_text(encoding="utf-8")
    assert PHONE not in file.read_text(encoding="utf-8")
    assert mingfa(settings, "deliver").stdout == "没有等着发的通知。\n"
