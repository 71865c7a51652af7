"""kill -9 with PostgreSQL: of the service, and of PostgreSQL itself; every receipt that was given is there afterwards.

The negative control lets the service use a PostgreSQL that does not wait for the disk; it must lose receipts.
"""

import sys
from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select

from forms_api.config import Settings
from forms_api.store import postgres as postgres_language
from forms_api.store.db import open_engine
from forms_api.store.models import metadata
from tests.integration import served
from tests.integration.databases import Cluster, own_cluster, postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

ENOUGH = 60  # receipts before the kill
LAZY = {
    "synchronous_commit": "off",
    "wal_writer_delay": "10s",
    "wal_writer_flush_after": "1GB",
    "wal_buffers": "16MB",
}


def missing(service: served.Service, cookies: list[str]) -> int:
    """Count the receipts that citizens were given and cannot open any more."""
    return sum(served.receipt_of(service.port, cookie) is None for cookie in cookies)


def assert_no_halves(engine: Engine) -> None:
    """Require of every table that goes with submissions: if it has any, it has one for each."""
    with engine.connect() as connection:
        submissions = connection.scalar(select(func.count()).select_from(metadata.tables["submission"]))
        for table in metadata.tables.values():
            if "submission_id" in table.columns:
                parts = connection.scalar(select(func.count(table.columns["submission_id"].distinct())))
                assert parts in (0, submissions), f"half a submission: {table.name}"


def after_killing_the_service(settings: Settings) -> int:
    """Kill the service under load, start it again, and count what is missing."""
    service = served.start(settings, __name__)
    with served.Crowd(service.port) as crowd:
        cookies = crowd.wait_for(ENOUGH)
        service.kill()
    with served.start(settings, __name__) as again:
        lost = missing(again, cookies + crowd.rest())
        assert served.submit(again.port)[0] == 303
    engine = open_engine(settings)
    assert_no_halves(engine)
    engine.dispose()
    return lost


def after_killing_postgresql(settings: Settings, cluster: Cluster, kind: str) -> int:
    """Kill PostgreSQL under load and start it again; the service goes on by itself. Count what is missing."""
    with served.start(replace(settings, database_url=cluster.url()), __name__, kind) as service:
        assert served.submit(service.port)[0] == 303
        with served.Crowd(service.port) as crowd:
            cookies = crowd.wait_for(ENOUGH)
            cluster.kill()
        cookies += crowd.rest()
        assert served.submit(service.port)[0] == 503
        cluster.start()
        assert served.submit(service.port)[0] == 303
        return missing(service, cookies)


def test_no_receipt_is_lost_with_the_service(portal_settings: Settings, postgres_url: str) -> None:
    for _ in range(3):
        assert after_killing_the_service(replace(portal_settings, database_url=postgres_url)) == 0


def test_no_receipt_is_lost_with_postgresql(portal_settings: Settings) -> None:
    with own_cluster() as cluster:
        for _ in range(3):
            assert after_killing_postgresql(portal_settings, cluster, "honest") == 0
        engine = open_engine(replace(portal_settings, database_url=cluster.url()))
        assert_no_halves(engine)
        engine.dispose()


def test_a_postgresql_that_does_not_wait_for_the_disk_loses_receipts(portal_settings: Settings) -> None:
    with own_cluster(**LAZY) as cluster:
        assert after_killing_postgresql(portal_settings, cluster, "trusting") > 0


def test_the_service_does_not_start_on_it(portal_settings: Settings) -> None:
    with own_cluster(**LAZY) as cluster, pytest.raises(pytest.fail.Exception, match="synchronous_commit=off"):
        served.start(replace(portal_settings, database_url=cluster.url()), __name__)


if __name__ == "__main__":
    if sys.argv[1] == "trusting":
        postgres_language.PROMISES = "SELECT 'on', 'on', 'UTF8'"
    served.run(None, *sys.argv[2:])
