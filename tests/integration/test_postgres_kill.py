"""kill -9 of PostgreSQL itself under load: every receipt that was given is there afterwards.

The negative control lets the service use a PostgreSQL that does not wait for the disk; it must lose receipts.
"""

import sys
from dataclasses import replace

import pytest

from forms_api.config import Settings
from forms_api.store import postgres as postgres_language
from tests.integration import served
from tests.integration.databases import Cluster, assert_no_halves, own_cluster

ENOUGH = 60  # receipts before the kill
LAZY = {
    "synchronous_commit": "off",
    "wal_writer_delay": "10s",
    "wal_writer_flush_after": "1GB",
    "wal_buffers": "16MB",
}


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
        return served.missing(service, cookies)


def test_no_receipt_is_lost_with_postgresql(portal_settings: Settings) -> None:
    with own_cluster() as cluster:
        for _ in range(3):
            assert after_killing_postgresql(portal_settings, cluster, "honest") == 0
        assert_no_halves(replace(portal_settings, database_url=cluster.url()))


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
