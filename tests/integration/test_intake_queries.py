"""No text in an address or in a lookup reaches the database as a command: it finds and changes nothing.

The same texts put together with SQL by hand do find everything: the negative control.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import forms_api
from forms_api.config import Settings
from tests.integration.conftest import SAME_ORIGIN, Citizen, Kept, browser, open_app, portal_of
from tests.integration.databases import database_url, postgres, postgres_url
from tests.integration.office import consult

__all__ = ["database_url", "postgres", "postgres_url"]

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PARAMETERS = ("page", "content", "topic", "town", "station", "lawyer", "q", "number", "done", "lang")
FINDS_ALL = ("' OR '1'='1", "x' OR 1=1 --", "' UNION SELECT receipt FROM submission --")
COMMANDS = (
    *FINDS_ALL,
    "'; DROP TABLE submission; --",
    "1; UPDATE submission SET sealed = NULL",
    '" OR ""="',
    "\\' OR 1=1 --",
    "%27%20OR%201=1",
    "ＺＸ' OR '1'='1",
    "$$; DELETE FROM journal; $$",
    ":receipt_1 %(receipt_1)s ?",
    "/*!50000 OR 1=1*/",
)
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=80) | st.sampled_from(COMMANDS)
TABLES = ("submission", "journal", "rating", "message", "outbox")
WELL = {200, 303, 404, 422}


@pytest.fixture(scope="module")
def lasting(edition_build: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    content, build = edition_build
    made = open_app(Settings(content=content, build=build, data=tmp_path_factory.mktemp("queries") / "data"))
    consult(portal_of(made).store)
    yield made
    portal_of(made).store.engine.dispose()


def addresses(app: Flask) -> list[str]:
    """Give every address that is read, with a name where one is wanted."""
    read = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    names = ("consultation", "withdraw", "nothing")
    return sorted({rule.replace("<name>", name).replace("<path:path>", name) for rule in read for name in names})


def state_of(app: Flask) -> dict[str, list[dict[str, object]]]:
    kept = Kept(portal_of(app).store)
    return {table: kept.rows(table) for table in TABLES}


def ask_everywhere(app: Flask, typed: str) -> None:
    """Ask every address with this in every parameter, and in the address itself where it has a name."""
    query = urlencode(dict.fromkeys(PARAMETERS, typed))
    for address in addresses(app):
        assert browser(app).get(f"{address}?{query}").status_code in WELL, address
    for start in ("/forms/", "/forms/status/", "/"):
        answer = browser(app).get(start + typed.replace("/", "").replace("?", "").replace("#", "") + "?" + query)
        assert answer.status_code in WELL | {308, 400}, start


def test_every_parameter_that_is_read_is_asked_with() -> None:
    read = set()
    for module in Path(forms_api.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "request.args.get":
                read.add(ast.literal_eval(node.args[0]) if isinstance(node.args[0], ast.Constant) else "asked")
    assert read - {"asked"} <= set(PARAMETERS), "and what `intake.form` reads by a name of its own"


@pytest.mark.parametrize("typed", COMMANDS)
def test_a_command_in_an_address_changes_nothing(app: Flask, typed: str) -> None:
    consult(portal_of(app).store)
    before = state_of(app)
    ask_everywhere(app, typed)
    assert state_of(app) == before


@pytest.mark.parametrize("typed", COMMANDS)
def test_a_command_in_the_lookup_finds_nothing(app: Flask, client: Citizen, typed: str) -> None:
    given_one = consult(portal_of(app).store)
    before = state_of(app)
    for data in (
        {"number": typed, "code": typed},
        {"number": given_one.receipt, "code": typed},
        {"number": given_one.receipt, "phone": typed},
        {"number": given_one.receipt + typed, "code": given_one.code},
    ):
        answer = client.post("/forms/status", data=data, headers=SAME_ORIGIN)
        assert answer.status_code == 422
        assert "查询结果" not in answer.text
    assert portal_of(app).store.follow.find(typed, typed) is None
    assert portal_of(app).store.follow.find_by_phone(given_one.receipt, typed) is None
    assert portal_of(app).store.desk.case(typed) is None
    assert state_of(app) == before
    found = client.post(
        "/forms/status", data={"number": given_one.receipt, "code": given_one.code}, headers=SAME_ORIGIN
    )
    assert "查询结果" in found.text, "the right code does find it"


@pytest.mark.parametrize("typed", FINDS_ALL[:2])
def test_put_together_by_hand_the_same_texts_find_everything(app: Flask, typed: str) -> None:
    consult(portal_of(app).store)
    with portal_of(app).store.engine.connect() as connection:
        careless = f"SELECT receipt FROM submission WHERE receipt = '{typed}'"  # on purpose
        assert len(connection.exec_driver_sql(careless).all()) == 1


@FEW
@given(typed=ANY_TEXT)
def test_any_text_in_any_parameter_of_any_address(lasting: Flask, typed: str) -> None:
    query = urlencode(dict.fromkeys(PARAMETERS, typed))
    before = state_of(lasting)
    for address in addresses(lasting):
        assert browser(lasting).get(f"{address}?{query}").status_code in WELL, address
    assert state_of(lasting) == before
