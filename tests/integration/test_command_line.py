"""The front door as editors and staff use it: real processes, Chinese sentences, exit codes 0, 1 and 2."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import samples
from tests.conftest import ROOT

COMMANDS = ["check", "build", "serve", "search", "export", "queue", "show", "take", "release", "answer",
            "close", "deliver", "backup", "restore", "verify", "purge", "keys", "questions", "report"]  # fmt: skip


def mingfa(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in `folder`, as somebody without any setting of ours would."""
    command = [sys.executable, str(ROOT / "mingfa.py"), *arguments]
    return subprocess.run(
        command, cwd=folder, env=without_settings(), capture_output=True, text=True, timeout=60, check=False
    )


def without_settings() -> dict[str, str]:
    """Give an environment that says nothing of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MINGFA_", "DATABASE_"))}


HELP = [["--help"], *([name, "--help"] for name in COMMANDS)]
WRONG = [
    (["serv"], "没有 'serv' 这个命令。"),
    (["build", "--bild", "x"], "没有 '--bild' 这个选项。"),
    (["search"], "缺少参数"),
    (["export", "--out", "x.csv"], "缺少选项 '--kind'"),
    (["export", "--kind", "all", "--out", "x.csv"], "'all' 不在 'consultation', 'legal-aid', "),
    (["export", "--kind", "rating", "--since", "一月", "--out", "x.csv"], "'一月' 不合格式"),
    (
        ["export", "--kind", "rating", "--since", "2026-02-01", "--until", "2026-01-01", "--out", "x.csv"],
        "开始日期 2026-02-01 晚于结束日期 2026-01-01。",
    ),
    (["serve", "--port", "70000"], "70000 不在 1<=x<=65535 范围内。"),
]
ONE_AFTER_ANOTHER = """
import contextlib, io, json, sys
import mingfa
for sys.argv in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            mingfa.main()
        except SystemExit as ended:
            print(json.dumps([ended.code, out.getvalue(), err.getvalue()]), file=sys.__stdout__)
"""


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str, str]]:
    """What each use says, as exit code, output and complaint; one process says it all, its start takes the time."""
    uses = [["mingfa.py", *words] for words in (*HELP, *(words for words, _ in WRONG))]
    command = [sys.executable, "-c", ONE_AFTER_ANOTHER, json.dumps(uses)]
    done = subprocess.run(
        command,
        cwd=tmp_path_factory.mktemp("spoken"),
        env=without_settings() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    said = (json.loads(line) for line in done.stdout.splitlines())
    return {" ".join(words[1:]): (code, out, err) for words, (code, out, err) in zip(uses, said, strict=True)}


@pytest.mark.parametrize("words", HELP)
def test_help_is_chinese(spoken: dict[str, tuple[int, str, str]], words: list[str]) -> None:
    code, out, _ = spoken[" ".join(words)]
    assert code == 0
    assert out.startswith("用法：")
    assert "Show this message" not in out


def test_the_command_itself_speaks_like_that(tmp_path: Path, spoken: dict[str, tuple[int, str, str]]) -> None:
    for words in (["search", "--help"], ["serv"]):
        done = mingfa(tmp_path, *words)
        assert (done.returncode, done.stdout, done.stderr) == spoken[" ".join(words)]


@pytest.mark.parametrize(("words", "sentence"), WRONG)
def test_wrong_use_is_explained_and_exits_with_2(
    spoken: dict[str, tuple[int, str, str]], words: list[str], sentence: str
) -> None:
    code, _, err = spoken[" ".join(words)]
    assert code == 2
    assert sentence in err


def test_check_counts_problems_and_exits_with_1(tmp_path: Path) -> None:
    samples.write_content(
        tmp_path / "content", {"notices/zhiban.md": samples.NOTICE.replace("发布日期: 2026-11-02\n", "")}
    )
    done = mingfa(tmp_path, "check")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "content/notices/zhiban.md:1: 缺少“发布日期”。请在开头的信息区加一行“发布日期: ……”。",
        "共 1 个问题，在 1 个文件里。",
    ]


def test_check_of_right_content_exits_with_0(tmp_path: Path) -> None:
    samples.write_content(tmp_path / "content")
    done = mingfa(tmp_path, "check")
    assert (done.returncode, done.stdout) == (
        0,
        "没有问题。共 8 页。\n没有法律文本，引用的法条没有核对。请运行 mingfa laws import 导入。\n",
    )


LAW = """\
# 中华人民共和国法律援助法

2021年8月20日 第十三届全国人民代表大会常务委员会第三十次会议通过

2022年1月1日 施行

节录

<!-- INFO END -->

第三十一条 下列事项的当事人，因经济困难没有委托代理人的，可以向法律援助机构申请法律援助。
"""


def test_a_reminder_is_shown_and_does_not_stop_while_a_wrong_citation_does(tmp_path: Path) -> None:
    laws = {"laws/falvyuanzhufa.md": LAW, "laws/laws.yml": "核对至: 2022-06-01\n未收录:\n  - 民法典\n"}
    content = samples.write_content(tmp_path / "content", laws)
    done = mingfa(tmp_path, "check")
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [
            "content/laws/laws.yml:1: 提醒：法律文本核对至 2022 年 6 月 1 日，已经超过 90 天。"
            "请下载新的法律文本，运行 mingfa laws import。",
            "没有问题。共 8 页。另有 1 处提醒。",
        ],
    )
    service = content / "services" / "yuanzhu.md"
    service.write_text(service.read_text(encoding="utf-8").replace("第三十一条", "第三十三条"), encoding="utf-8")
    done = mingfa(tmp_path, "check")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-2:] == [
        "content/services/yuanzhu.md:9: 法条库里的《法律援助法》是节录，没有收第三十三条。"
        "请核对条号；条号没有错的，运行 mingfa laws excerpt 法律援助法 33 把它收进来。",
        "共 1 个问题，在 1 个文件里。",
    ]


def test_check_of_no_folder_exits_with_1(tmp_path: Path) -> None:
    done = mingfa(tmp_path, "check")
    assert done.returncode == 1
    assert done.stdout.startswith("content:1: 没有这个内容文件夹。")


def test_build_then_search(tmp_path: Path) -> None:
    samples.write_content(tmp_path / "content")
    built = mingfa(tmp_path, "build")
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.startswith("生成完毕：内容 8 页，")
    found = mingfa(tmp_path, "search", "请不起律师咋办", "--json")
    answer = json.loads(found.stdout)
    assert answer["hits"][0]["url"].startswith("/services/yuanzhu/")
    assert answer["hits"][0]["title"] == "法律援助申请"
    nothing = mingfa(tmp_path, "search", "量子力学")
    assert (nothing.returncode, nothing.stdout) == (0, "没有找到。请换个说法，或拨打 12348。\n")


def test_wrong_content_leaves_the_old_site_as_it_was(tmp_path: Path) -> None:
    content = samples.write_content(tmp_path / "content")
    mingfa(tmp_path, "build")
    before = (tmp_path / "build/current").resolve()
    (content / "notices/zhiban.md").write_text("无", encoding="utf-8")
    failed = mingfa(tmp_path, "build")
    assert failed.returncode == 1
    assert (tmp_path / "build/current").resolve() == before
    assert len(list((tmp_path / "build/editions").iterdir())) == 1


@pytest.mark.parametrize("command", [["serve"], ["search", "工资"]])
def test_before_the_first_build_it_says_what_to_do(tmp_path: Path, command: list[str]) -> None:
    samples.write_content(tmp_path / "content")
    done = mingfa(tmp_path, *command)
    assert done.returncode == 1
    assert "请先运行 mingfa build。" in done.stderr


def test_who_checks_content_does_not_load_the_service(tmp_path: Path) -> None:
    samples.write_content(tmp_path / "content")
    program = (
        "import sys, mingfa\n"
        "try:\n    mingfa.mingfa(sys.argv[1:])\n"
        "finally:\n    print(sorted({'flask', 'sqlalchemy', 'forms_api'} & set(sys.modules)))"
    )

    def loaded(*arguments: str) -> str:
        command = [sys.executable, "-c", program, *arguments]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.stdout.splitlines()[-1]

    assert loaded("check") == "[]"
    assert loaded("queue") == "['forms_api', 'sqlalchemy']"


def test_export_of_nothing_makes_no_database(tmp_path: Path) -> None:
    done = mingfa(tmp_path, "export", "--kind", "rating", "--out", "x.csv")
    assert done.returncode == 1
    assert done.stderr == (
        "没有导出：这里还没有数据库（数据文件夹 data）。"
        "请在启动服务的那个文件夹里运行，或用 MINGFA_DATA、DATABASE_URL 指明数据在哪里。\n"
    )
    assert list(tmp_path.iterdir()) == []
