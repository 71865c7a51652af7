"""Both engines over pages, articles and questions: one interface, one order; only what changed is indexed again."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import search_index
from content_model import Case, Library, Service, load
from content_model.facets import Facet
from law_library.law import Article, LawText, Version
from law_library.number import ArticleNumber
from search_index import Answer, NoEngine, NoIndex, build_index, explanation, is_sound, search
from search_index.engines import engine_named
from search_index.known import Known, add_known
from search_index.learning import learn, lexis_of
from search_index.opened import DOCUMENTS, FACTS, open_index
from search_index.passages import ASKED_HEADING
from tests.samples import write_content
from tests.unit.law_library.small_library import TODAY, small_library

ENGINES = ("whoosh", "tantivy")
THROWN = Known("楼上邻居往下扔烟头砸坏车谁赔", ("laws/minfadian/#1254",))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The sample pages, and a law library that is there."""
    return load(write_content(tmp_path_factory.mktemp("content") / "content"), small_library())


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """A folder of laws with a question and what was learned from it."""
    folder = tmp_path_factory.mktemp("laws")
    add_known(folder, [THROWN])
    learn([THROWN], lexis_of(library.laws, TODAY), TODAY).write(folder)
    return folder


@pytest.fixture(scope="module", params=ENGINES)
def index(
    request: pytest.FixtureRequest, library: Library, laws: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An index of each engine."""
    folder = tmp_path_factory.mktemp(request.param) / "index"
    build_index(library, folder, laws=laws, engine=request.param)
    return folder


def urls(answer: Answer) -> list[str]:
    return [hit.anchor_url for hit in answer.hits]


def test_an_article_is_a_hit_of_its_own_with_its_name(index: Path) -> None:
    answer = search(index, "禁止从建筑物中抛掷物品")
    articles = {hit.anchor_url: hit for hit in answer.hits if hit.kind_label == "法律条文"}
    assert articles["laws/minfadian/#1254"].title == "《民法典》第一千二百五十四条"
    assert "<mark>" in articles["laws/minfadian/#1254"].snippet
    several = [
        url for url in urls(search(index, "用人单位 解除 劳动合同 经济补偿")) if url.startswith("laws/laodonghetongfa")
    ]
    assert len(several) > 1


def test_a_case_that_answers_comes_before_the_bare_article(index: Path) -> None:
    first = search(index, "高空抛物砸伤人").hits[0]
    assert first.kind_label == "以案释法"


def test_a_question_asked_before_leads_to_the_article_that_answered_it(index: Path, library: Library) -> None:
    assert search(index, "楼上邻居往下扔烟头").hits[0].anchor_url == "laws/minfadian/#1254"
    assert asked_before(index, "楼上邻居往下扔烟头")
    bare = index.with_name("bare")
    build_index(library, bare, engine=json.loads((index / FACTS).read_text(encoding="utf-8"))["engine"])
    assert not asked_before(bare, "楼上邻居往下扔烟头")


def asked_before(index: Path, typed: str) -> bool:
    """Tell whether a question that somebody asked, not one that we wrote, brought a hit."""
    answer = search(index, typed)
    return any(line.startswith("有人这样问过") for hit in answer.hits for line in explanation(answer, hit))


def test_it_is_told_how_a_hit_was_found(index: Path) -> None:
    answer = search(index, "楼上扔烟头砸坏车")
    told = list(explanation(answer, answer.hits[0]))
    assert answer.hits[0].anchor_url == "laws/minfadian/#1254"
    assert any(line.startswith("有人这样问过：“楼上邻居往下扔烟头砸坏车谁赔”（像 ") for line in told)
    assert any(line.startswith("得分：") for line in told)
    learned = list(explanation(search(index, "扔烟头"), search(index, "扔烟头").hits[0]))
    assert any("（从问题学到：" in line for line in learned)


def test_both_engines_give_the_same_hits_in_the_same_order(library: Library, laws: Path, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ENGINES]
    for folder in folders:
        build_index(library, folder, laws=laws, engine=folder.name)
    for typed in ("高空抛物砸伤人", "离婚", "老板不给钱怎么办", "经济补偿", "扔烟头", "法律援助要什么材料"):
        one, other = (search(folder, typed) for folder in folders)
        assert [(hit.anchor_url, hit.score) for hit in one.hits] == [(hit.anchor_url, hit.score) for hit in other.hits]
        assert one.hits, typed
        assert one.choices == other.choices
    case = {Facet.KIND: "以案释法", Facet.TOWN: "没有这个镇"}
    narrowed = [search(folder, "高空抛物砸伤人", chosen=case) for folder in folders]
    assert narrowed[0].chosen == {Facet.KIND: "以案释法"}
    assert {hit.kind_label for answer in narrowed for hit in answer.hits} == {"以案释法"}
    assert [hit.anchor_url for hit in narrowed[0].hits] == [hit.anchor_url for hit in narrowed[1].hits]
    assert narrowed[0].total < search(folders[0], "高空抛物砸伤人").total


@pytest.mark.parametrize(
    "typed", ["", "***", "\x00", "\ud800", "\udfff离婚", "拖欠工资" * 2500, "a AND (b OR", "%00", "ａ" * 300]
)
def test_no_text_is_an_error(index: Path, typed: str) -> None:
    assert len(search(index, typed).hits) <= 10


def test_many_threads_get_what_one_gets(index: Path) -> None:
    asked = ["高空抛物砸伤人", "离婚", "经济补偿", "扔烟头", "法律援助", "禁止搭售商品", "诚实信用", "罚金"] * 4
    alone = [urls(search(index, typed)) for typed in asked]
    search_index.opened._opened.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda typed: urls(search(index, typed)), asked))
    assert together == alone


def changed(library: Library, text: str) -> Library:
    """Give the library with one article of one law in other words."""
    law = library.laws.find("教育法")
    assert law is not None

    def load_text(version: Version) -> LawText:
        if version == law.versions[-1]:
            return LawText(version, (Article(ArticleNumber(10), (text,)),))
        return library.laws.text(version)

    return replace(library, laws=replace(library.laws, load_text=load_text))


def test_only_what_changed_is_indexed_again(index: Path, library: Library, laws: Path, tmp_path: Path) -> None:
    engine = json.loads((index / FACTS).read_text(encoding="utf-8"))["engine"]
    before = {file: file.read_bytes() for file in index.rglob("*") if file.is_file()}
    same = build_index(library, tmp_path / "same", former=index, laws=laws, engine=engine)
    assert (same.indexed, same.kept) == (0, len(library.pages) + 8)
    other = changed(library, "国家兴办义务教育。")
    next_one = build_index(other, tmp_path / "next", former=index, laws=laws, engine=engine)
    assert next_one.indexed == 1
    assert "laws/jiaoyufa/#10" in urls(search(tmp_path / "next", "义务教育"))
    assert "laws/jiaoyufa/#10" not in urls(search(tmp_path / "next", "发展"))
    assert "laws/jiaoyufa/#10" in urls(search(index, "发展"))
    assert {file: file.read_bytes() for file in index.rglob("*") if file.is_file()} == before
    page = library.pages[0]
    gone = build_index(
        replace(other, pages=library.pages[1:]), tmp_path / "gone", former=tmp_path / "next", laws=laws, engine=engine
    )
    assert gone.passages < next_one.passages
    assert page.url not in {hit.url for hit in search(tmp_path / "gone", page.title, limit=100).hits}


def test_the_forward_index_has_the_engines_numbers_also_where_documents_were_taken_out(
    index: Path, library: Library, laws: Path, tmp_path: Path
) -> None:
    engine = json.loads((index / FACTS).read_text(encoding="utf-8"))["engine"]
    fewer = replace(library, pages=library.pages[1:])
    build_index(fewer, tmp_path / "fewer", former=index, laws=laws, engine=engine)
    opened = open_index(tmp_path / "fewer")
    documents = list(opened.engine.documents())
    assert None in documents
    assert [one.address if one else "" for one in documents] == opened.forward.addresses[: opened.forward.of_engine]
    assert all(opened.document(number) == one for number, one in enumerate(documents) if one)
    assert opened.engine.size == sum(one is not None for one in documents)


def test_of_several_questions_of_a_page_the_one_most_alike_is_shown(library: Library, tmp_path: Path) -> None:
    service = next(page for page in library.pages if isinstance(page, Service))
    asked = replace(service, asked=("没钱请律师怎么办", "打官司没钱交诉讼费怎么办"))
    pages = (asked, *(page for page in library.pages if page != service))
    build_index(replace(library, pages=pages), tmp_path / "index", engine="whoosh")
    for question in asked.asked:
        hit = search(tmp_path / "index", question).hits[0]
        assert (hit.url, hit.heading) == (service.url, ASKED_HEADING)
        assert hit.plain_snippet.startswith(question)


def test_a_question_that_two_pages_answer_is_shown_for_both(library: Library, tmp_path: Path) -> None:
    asked = ("外地人能不能办", "没钱请律师怎么办")
    both = [page for page in library.pages if isinstance(page, Service | Case)][:2]
    pages = [replace(page, asked=asked) if page in both else page for page in library.pages]
    build_index(replace(library, pages=tuple(pages)), tmp_path / "index", engine="whoosh")
    found = {hit.url: hit.plain_snippet for hit in search(tmp_path / "index", asked[1]).hits}
    assert [found[page.url].startswith(asked[1]) for page in both] == [True, True]


def test_our_question_leads_to_its_article_and_a_law_newer_than_our_questions_is_named(
    index: Path, library: Library, tmp_path: Path
) -> None:
    ours = next(one for one in open_index(index).asked.written if "laws/minfadian/#584" in one.places)
    answer = search(index, ours.question)
    hit = next(hit for hit in answer.hits if hit.anchor_url == "laws/minfadian/#584")
    assert f"可以这样问到：“{ours.question}”（像 100%）" in list(explanation(answer, hit))
    code = library.laws.find("民法典")
    assert code is not None
    later = Version(code.slug, date(2025, 1, 1), date(2025, 1, 1))
    text = LawText(later, (Article(ArticleNumber(584), ("禁止抛掷物品。",)),))
    laws = replace(library.laws, laws=(replace(code, versions=(later,)),), load_text=lambda version: text)
    built = build_index(replace(library, pages=(), laws=laws), tmp_path / "later", engine="whoosh")
    assert built.reminder.startswith("《民法典》与附带的“群众常这样问”不是一个版本")
    assert open_index(tmp_path / "later").asked.written == ()


def test_a_change_of_the_engine_indexes_everything(index: Path, library: Library, tmp_path: Path) -> None:
    engine = json.loads((index / FACTS).read_text(encoding="utf-8"))["engine"]
    other = next(name for name in ENGINES if name != engine)
    assert build_index(library, tmp_path / "index", former=index, engine=other).kept == 0
    assert urls(search(tmp_path / "index", "高空抛物"))


def test_a_former_index_that_is_broken_is_not_gone_on_with(index: Path, library: Library, tmp_path: Path) -> None:
    (tmp_path / "former").mkdir()
    (tmp_path / "former" / FACTS).write_text("{", encoding="utf-8")
    engine = json.loads((index / FACTS).read_text(encoding="utf-8"))["engine"]
    assert build_index(library, tmp_path / "index", former=tmp_path / "former", engine=engine).kept == 0


def test_an_unknown_engine_is_named(library: Library, tmp_path: Path) -> None:
    with pytest.raises(NoEngine) as fault:
        build_index(library, tmp_path / "index", engine="lucene")
    assert str(fault.value) == "MINGFA_SEARCH_ENGINE=lucene：没有这个搜索引擎。请写 whoosh 或 tantivy。"
    assert engine_named("whoosh")


@pytest.mark.parametrize("spoil", ["documents", "facts", "missing"])
def test_a_broken_index_is_known_and_the_last_good_one_answers(index: Path, tmp_path: Path, spoil: str) -> None:
    good, bad = tmp_path / "editions/1/index", tmp_path / "editions/2/index"
    shutil.copytree(index, good)
    if spoil != "missing":
        shutil.copytree(index, bad)
    if spoil == "documents":
        for file in (bad / DOCUMENTS).iterdir():
            file.write_bytes(b"spoilt")
    if spoil == "facts":
        (bad / FACTS).write_text("[]", encoding="utf-8")
    assert not is_sound(bad)
    assert is_sound(good)
    assert urls(search(bad, "高空抛物")) == urls(search(good, "高空抛物"))
    shutil.rmtree(good)
    with pytest.raises(NoIndex):
        search(tmp_path / "editions/3/index", "高空抛物")


def test_of_a_law_the_version_in_force_is_found(index: Path) -> None:
    assert "laws/fanlongduanfa/#22" in urls(search(index, "禁止搭售商品"))
    hits = {hit.anchor_url: hit.plain_snippet for hit in search(index, "经营者 垄断协议").hits}
    assert hits["laws/fanlongduanfa/#17"] == "禁止具有竞争关系的经营者达成垄断协议。"
