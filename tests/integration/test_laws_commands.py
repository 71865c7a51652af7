"""mingfa laws: what the operator and editors type, and the whole sentences that they read."""

import json
from pathlib import Path

import pytest

from tests.integration.law_store import AS_OF, LAW, NAME, law, mingfa, take, write_tree
from tests.samples import write_content

NEWER = (
    LAW.replace("2020年1月1日 第一次会议通过", "2020年1月1日 第一次会议通过\n\n2022年5月1日 第九次会议修订")
    .replace("国家鼓励试验。", "国家鼓励和支持试验。")
    .replace(
        "第三条 本法自2020年3月1日",
        "第三条 试验人享有下列权利：\n\n（一）休息；\n\n（二）所称“报酬”。\n\n第四条 本法自2022年9月1日",
    )
)
SEARCH = "用 mingfa laws list 关键词 查找。"
WHAT_TO_COMPARE = "请写两次导入的次数（如 1 2），或者同一部法律的两个版本（如 慈善法@2016-03-16 慈善法@2023-12-29）。"


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("laws")
    tree = write_tree(folder / "tree", 甲法=law("甲法"))
    take(folder / "laws", tree)
    (tree / NAME.replace("2020-01-01", "2022-05-01")).write_text(NEWER, encoding="utf-8")
    (tree / "社会法/甲法.md").write_text(law("甲法", articles=4), encoding="utf-8")
    take(folder / "laws", tree)
    return folder / "laws"


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            ("show", "试验法", "2"),
            [
                "《试验法》（2022-05-01 通过或修改，2022-09-01 起施行，现行有效）",
                "",
                "第二条　国家鼓励和支持试验。",
                "试验应当安全。",
            ],
        ),
        (
            ("show", "试验法@2020-01-01", "第二条"),
            [
                "《试验法》（2020-01-01 通过或修改，2020-03-01 起施行，已修改）",
                "",
                "第二条　国家鼓励试验。",
                "试验应当安全。",
            ],
        ),
        (("quote", "中华人民共和国试验法", "2.2"), ["《试验法》第二条第二款规定：“试验应当安全。”"]),
        (("quote", "试验法", "第三条第一款第二项"), ["《试验法》第三条第一款第二项规定：“所称‘报酬’。”"]),
        (
            ("quote", "试验法", "3.1"),
            ["《试验法》第三条第一款规定：“试验人享有下列权利：（一）休息；（二）所称‘报酬’。”"],
        ),
        (
            ("list", "试验"),
            [
                "《试验法》 2020-01-01 已修改、2022-05-01 现行有效",
                "《旧试验法》 已废止（《试验法》第三条）",
                f"共 2 部，法律文本核对至 {AS_OF}。",
            ],
        ),
        (("list", "公证"), ["没有名称里有“公证”的法律。请换个词。"]),
        (
            ("diff", "试验法@2020-01-01", "试验法"),
            [
                "《试验法》2020-01-01 → 2022-05-01",
                "  修改 第二条：国家鼓励〔+和支持+〕试验。 试验应当安全。",
                "  新增 第三条：试验人享有下列权利：",
                "  移动 第三条 → 第四条：本法自202〔-0年3-〕〔+2年9+〕月1日起施行。"
                "《中华人民共和国旧试验法》同时废止。",
                "共：新增 1 条，修改 1 条，移动 1 条，删去 0 条。",
            ],
        ),
        (
            ("diff", "1", "2"),
            [
                "《甲法》2021-01-01 → 2021-01-01",
                "  新增 第四条：甲法的第四条。",
                "共：新增 1 条，修改 0 条，移动 0 条，删去 0 条。",
                "《试验法》2020-01-01 → 2022-05-01",
            ],
        ),
        (("diff", "2", "2"), ["两次导入之间，法律文本没有变。"]),
    ],
)
def test_answers(laws: Path, words: tuple[str, ...], lines: list[str]) -> None:
    answer = mingfa(*words, laws=laws)
    assert answer.stdout.split("\n")[: len(lines)] == lines
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "试验", "2"), f"没有叫“试验”的法律。最像的是：试验法、旧试验法。{SEARCH}"),
        (("show", "乙法"), f"没有叫“乙法”的法律。最像的是：甲法。{SEARCH}"),
        (("show", "旧试验法", "1"), "《旧试验法》已经废止（《试验法》第三条），法条库里没有它的条文。"),
        (("show", "试验法", "9"), "《试验法》没有第九条。它有第一条到第四条。"),
        (("show", "试验法@2021-01-01"), "《试验法》没有 2021-01-01 的版本。有这些：2020-01-01、2022-05-01。"),
        (("quote", "试验法", "2.3"), "《试验法》第二条只有 2 款，没有第 3 款。"),
        (("quote", "试验法", "3.1.3"), "《试验法》第三条第一款只有 2 项，没有第 3 项。"),
        (("quote", "试验法", "2.1.1"), "《试验法》第二条第一款没有分项。"),
        (("diff", "1", "7"), "没有第 7 次导入。有第 1 次到第 2 次。"),
        (("diff", "试验法", "甲法"), "《试验法》和《甲法》不是同一部法律，不能比较。"),
        (
            ("diff", "1", "甲法"),
            WHAT_TO_COMPARE,
        ),
    ],
)
def test_refusals(laws: Path, words: tuple[str, ...], sentence: str) -> None:
    answer = mingfa(*words, laws=laws)
    assert (answer.returncode, answer.stderr, answer.stdout) == (1, sentence + "\n", "")


def test_a_place_that_is_none(laws: Path) -> None:
    answer = mingfa("quote", "试验法", "二分之一", laws=laws)
    assert answer.returncode == 2
    assert (
        "“二分之一”不是条号。请写成 1254、120-1（第一百二十条之一）、1254.1（第一款）或 1254.1.2（第一款第二项）。"
        in answer.stderr
    )


def test_an_old_version_that_is_quoted_is_warned_of(laws: Path) -> None:
    answer = mingfa("quote", "试验法@2020-01-01", "2.1", laws=laws)
    assert answer.stdout == "《试验法》第二条第一款规定：“国家鼓励试验。”\n"
    assert answer.stderr == "注意：这个版本已修改。\n"


def test_import_says_what_it_did(tmp_path: Path) -> None:
    gap = law("乙法").replace("第二条 ", "第五条 ")
    reply = "# 关于试验的批复\n\n2021年1月1日 公布\n\n<!-- INFO END -->\n\n同意。\n"
    tree = write_tree(tmp_path / "tree", 乙法=gap, 批复=reply, 坏法="")
    answer = mingfa("import", tree, "--as-of", "2025-04-30", laws=tmp_path / "laws")
    assert answer.stdout.split("\n") == [
        "社会法/坏法.md:1: 文件是空的。这个文件没有导入。请重新下载这个文件。",
        "社会法/乙法.md:9: 第一条之后是第五条，从第二条起缺 3 条。请与官方文本核对。",
        "社会法/乙法.md:11: 第五条之后是第三条，条号倒退。请与官方文本核对。",
        "没有分条、按段落收录的有 1 个，如《关于试验的批复》。",
        "第 1 次导入完毕：新增 3 个版本，更改 0 个，撤下 0 个，没有变的 0 个；这次读了 6 条。",
        "",
    ]
    assert (answer.returncode, answer.stderr) == (1, "有 1 个文件没有用，见上面。\n")
    (tree / "社会法/坏法.md").unlink()
    answer = mingfa("import", tree, "--as-of", "2025-04-30", laws=tmp_path / "laws")
    assert answer.stdout == "第 2 次导入完毕：新增 0 个版本，更改 0 个，撤下 0 个，没有变的 3 个；这次读了 0 条。\n"
    assert (answer.returncode, answer.stderr) == (0, "")


def test_a_day_that_is_to_come_is_refused(tmp_path: Path) -> None:
    answer = mingfa("import", write_tree(tmp_path / "tree"), "--as-of", "2999-01-01", laws=tmp_path / "laws")
    assert answer.returncode == 2
    assert "--as-of 2999-01-01 还没有到。请写取得这些文本的日期。" in answer.stderr
    assert not (tmp_path / "laws").exists()


def test_without_the_day_the_library_does_not_pretend_to_know_it(tmp_path: Path) -> None:
    tree, folder = write_tree(tmp_path / "tree"), tmp_path / "laws"
    said = mingfa("import", tree, laws=folder)
    assert (said.returncode, said.stdout.splitlines()[-1]) == (
        0,
        "没有写这些文本是哪一天取得的，网站不会写明核对日期。知道日期的，请加上 --as-of 2025-04-30 再导入一次。",
    )
    assert mingfa("list", laws=folder).stdout.endswith("部。\n")
    mingfa("import", tree, "--as-of", "2025-04-30", laws=folder)
    assert mingfa("list", laws=folder).stdout.endswith("部，法律文本核对至 2025-04-30。\n")


def test_a_store_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "laws.db").write_text("?")
    answer = mingfa("show", "试验法", laws=tmp_path)
    assert (answer.returncode, answer.stderr) == (
        1,
        f"法条库打不开：{tmp_path}/laws.db 坏了，或者不是明法的法条库。"
        "请移走这个文件，再运行 mingfa laws import 重新导入。\n",
    )
    answer = mingfa("diff", "1", "2", laws=tmp_path / "none")
    assert answer.stderr == (
        f"不能比较：还没有法条库（{tmp_path}/none/laws.db）。请先运行 mingfa laws import 文件夹 --as-of 日期。\n"
    )


def test_excerpts_grow_and_are_read_without_a_store(laws: Path, tmp_path: Path) -> None:
    answer = mingfa("excerpt", "试验法", "2", laws=laws, content=tmp_path)
    path = tmp_path / "laws/行政法/shiyanfa(2022-05-01).md"
    assert answer.stdout == f"{path} 里有《试验法》1 条。\n", answer.stderr
    answer = mingfa("excerpt", "试验法", "3", laws=laws, content=tmp_path)
    assert answer.stdout == f"{path} 里有《试验法》2 条。\n", answer.stderr
    none = tmp_path / "none"
    shown = mingfa("show", "试验法", "3", laws=none, content=tmp_path).stdout
    assert shown == mingfa("show", "试验法", "3", laws=laws).stdout
    answer = mingfa("show", "试验法", "1", laws=none, content=tmp_path)
    assert answer.stderr == "这里只收了《试验法》的一部分条文，没有第一条。收了：2、3。\n"
    answer = mingfa("excerpt", "试验法", "9", laws=laws, content=tmp_path)
    assert (answer.returncode, answer.stderr) == (1, "《试验法》没有第九条。它有第一条到第四条。\n")


CITING = """\
---
标题: 试验人指南
摘要: 试验要安全。
主题:
  - 劳动工资
发布日期: 2025-03-05
法律核对日期: 2025-04-30
---
依据《试验法》第二条：“国家鼓励试验。”

再看《试验法》第一条。
"""


def test_below_each_changed_article_stand_the_places_that_cite_it(laws: Path, tmp_path: Path) -> None:
    content = write_content(tmp_path / "content", {"guides/shiyan.md": CITING})
    told = mingfa("diff", "1", "2", laws=laws, content=content).stdout.splitlines()
    places = [line.strip() for line in told if "引用它的地方" in line]
    assert places == ["引用它的地方：guides/shiyan.md:9: 《试验法》第二条，引了原文“国家鼓励试验。”"]
    before = told[next(number for number, line in enumerate(told) if "引用它的地方" in line) - 1]
    assert "第二条" in before
    assert "引用它的地方" not in mingfa("diff", "1", "2", laws=laws, content=tmp_path / "none").stdout


def test_what_a_file_cites_is_printed_for_people_and_for_programs(laws: Path, tmp_path: Path) -> None:
    file = tmp_path / "shiyan.md"
    file.write_text(CITING + "《合同法》第94条，《无名法》第1条，《试验法》第二条第9款。", encoding="utf-8")
    said = mingfa("cite", str(file), laws=laws).stdout.splitlines()
    assert said == [
        f"{file}:9: 《试验法》第二条 → 《试验法》第二条（2022-05-01，现行有效）",
        f"{file}:11: 《试验法》第一条 → 《试验法》第一条（2022-05-01，现行有效）",
        f"{file}:12: 《合同法》第94条 → 《合同法》第九十四条（裁判时的法律或已废止的法律）",
        f"{file}:12: 《无名法》第1条 → 《无名法》第一条（法条库里没有这部法律）",
        f"{file}:12: 《试验法》第二条第9款 → 《试验法》第二条 9 款（2022-05-01，现行有效，没有这一款）",
        "共 5 处。",
    ]
    objects = [json.loads(line) for line in mingfa("cite", "--json", str(file), laws=laws).stdout.splitlines()]
    assert [found["status"] for found in objects] == ["resolved", "resolved", "former-law", "unknown-law", "resolved"]
    assert objects[0] == {
        "file": str(file),
        "line": 9,
        "text": "《试验法》第二条",
        "law": "试验法",
        "article": "2",
        "paragraph": None,
        "item": None,
        "status": "resolved",
        "version": "2022-05-01",
        "missing": None,
    }


@pytest.mark.parametrize("day", ["--as-of 2021-01-01", "裁判日期: 2021-01-01", "law_as_of: 2021-01-01"])
def test_the_day_of_the_judgement_is_an_option_or_stands_in_the_file(laws: Path, tmp_path: Path, day: str) -> None:
    file = tmp_path / "jiu-an.md"
    file.write_text(f"---\n标题: 旧案\n{day if ':' in day else ''}\n---\n依据《试验法》第二条", encoding="utf-8")
    option = day.split() if day.startswith("--") else []
    said = mingfa("cite", str(file), *option, laws=laws).stdout
    assert "（2020-01-01，已修改）" in said


def test_a_file_that_is_no_text_is_said_with_its_cure(laws: Path, tmp_path: Path) -> None:
    file = tmp_path / "bild.md"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    answer = mingfa("cite", str(file), laws=laws)
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"{file}: ")
