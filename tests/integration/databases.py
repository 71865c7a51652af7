"""Databases for tests: every test its own, on SQLite and on a real PostgreSQL, dropped when the test is over.

PostgreSQL is the one that MINGFA_TEST_POSTGRES names (an address whose user may make databases), else the one on this
machine's port 5432, else a cluster of our own from the binaries that are found, else the test is skipped loudly.
"""

import os
import pwd
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from threading import Event, Thread

import psycopg
import pytest
import sqlalchemy

from forms_api.config import Settings
from forms_api.store.db import open_engine, open_store
from forms_api.store.models import metadata
from tests.conftest import absent

HERE = "postgresql://postgres@127.0.0.1:5432/postgres"
FOLDERS = "/usr/lib/postgresql/*/bin"  # Debian's, which are not on the path
START_SECONDS = 60


@dataclass
class Cluster:
    """A PostgreSQL of our own, reached through a socket in its folder; it can be killed and started again."""

    binaries: Path
    folder: Path
    owner: str | None  # whom it runs as: PostgreSQL refuses to run as root
    options: dict[str, str]
    said: list[str] = field(default_factory=list)
    process: "subprocess.Popen[str] | None" = None

    def url(self, database: str = "postgres") -> str:
        """Give the address of a database."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start, recovering from whatever happened before, and wait until connections are taken."""
        given = {"listen_addresses": "", "unix_socket_directories": str(self.folder), "shared_buffers": "16MB"}
        settings = [f"--{name}={value}" for name, value in {**given, **self.options}.items()]
        self.process = self._run("postgres", "-D", str(self.folder / "data"), *settings)
        ready = Event()
        Thread(target=self._listen, args=(self.process, ready), daemon=True).start()
        if not ready.wait(START_SECONDS):
            pytest.fail("PostgreSQL did not start: " + "".join(self.said[-20:]))

    def kill(self) -> None:
        """End the postmaster and every backend at once, as a power cut would, and wait until they are gone."""
        assert self.process
        postmaster = self.process.pid
        os.kill(postmaster, signal.SIGSTOP)  # it must not answer the death of one child by mending
        family = [os.pidfd_open(pid) for pid in (postmaster, *_children(postmaster))]
        for member in family:
            signal.pidfd_send_signal(member, signal.SIGKILL)
        for member in family:
            select.select([member], [], [], 10)  # readable when the process has ended
            os.close(member)
        self.process.wait(timeout=10)

    def stop(self) -> None:
        """End it in an orderly way."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)

    def make(self) -> None:
        """Make the folder's files."""
        made = self._run("initdb", "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust",
                         "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")  # fmt: skip
        output, _ = made.communicate(timeout=START_SECONDS)
        if made.returncode:
            pytest.fail(f"initdb: {output}")

    def _run(self, program: str, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [str(self.binaries / program), *arguments],
            cwd=self.folder,
            env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            user=self.owner,
            group=pwd.getpwnam(self.owner).pw_gid if self.owner else None,
            extra_groups=[] if self.owner else None,
        )

    def _listen(self, process: "subprocess.Popen[str]", ready: Event) -> None:
        assert process.stdout
        with process.stdout:
            for line in process.stdout:
                self.said.append(line)
                if "ready to accept connections" in line:
                    ready.set()


@contextmanager
def own_cluster(**options: str) -> Iterator[Cluster]:
    """Run a cluster of our own with PostgreSQL's settings in `options`; without binaries the test is skipped loudly.

    Its folder is not pytest's: only root may enter those when root runs the tests, and PostgreSQL is not root.
    """
    binaries = _binaries()
    owner = "postgres" if os.geteuid() == 0 else None
    if binaries is None or (owner and not _is_user(owner)):
        absent("no PostgreSQL: set MINGFA_TEST_POSTGRES, or apt-get install postgresql")
    assert binaries
    with tempfile.TemporaryDirectory(prefix="mingfa-postgres-") as folder:
        if owner:
            shutil.chown(folder, owner)
        cluster = Cluster(binaries, Path(folder), owner, options)
        cluster.make()
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL in which databases can be made."""
    named = os.environ.get("MINGFA_TEST_POSTGRES")
    try:
        psycopg.connect(named or HERE, connect_timeout=2).close()
    except psycopg.OperationalError as error:
        if named:
            pytest.fail(f"MINGFA_TEST_POSTGRES: {error}")
        with own_cluster() as cluster:
            yield cluster.url()
    else:
        yield named or HERE


@dataclass(frozen=True)
class FirstStart:
    """What the first start of a service left: a data folder with secrets, and the database that belongs to them."""

    data: Path
    url: str


@pytest.fixture(scope="session")
def first_start_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> FirstStart:
    """A first start with SQLite; the database lies in the data folder."""
    return started(Settings(data=tmp_path_factory.mktemp("first-start") / "data"))


@pytest.fixture(scope="session")
def first_start_on_postgres(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstStart]:
    """A first start with PostgreSQL."""
    with new_database(postgres) as url:
        yield started(Settings(data=tmp_path_factory.mktemp("first-start") / "data", database_url=url))


def started(settings: Settings) -> FirstStart:
    """Start a store for the first time and stop it."""
    open_store(settings).engine.dispose()
    return FirstStart(settings.data, settings.url)


@pytest.fixture(params=["sqlite_url", "postgres_url"], ids=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of the test's own database, on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of the database that the data folder `tmp_path/data` would have anyway; see `postgres_url`."""
    if "app" in request.fixturenames:
        first: FirstStart = request.getfixturevalue("first_start_on_sqlite")
        shutil.copytree(first.data, tmp_path / "data", dirs_exist_ok=True)  # it may be a disk of its own
    return Settings(data=tmp_path / "data").url


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest, postgres: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database on PostgreSQL: for a running `app` one that was started before, else an empty one.

    Empty, because a database with tables belongs to the secrets of the data folder that made them: that of the first
    start is copied to `tmp_path/data`. Making the tables anew for each of a thousand tests took a tenth of all time.
    """
    if "app" in request.fixturenames:
        first: FirstStart = request.getfixturevalue("first_start_on_postgres")
        shutil.copytree(first.data, tmp_path / "data", dirs_exist_ok=True)
        made = new_database(postgres, like=first.url.rpartition("/")[2].partition("?")[0])
    else:
        made = new_database(postgres)
    with made as url:
        yield url


@contextmanager
def new_database(server: str, encoding: str = "UTF8", like: str = "template0") -> Iterator[str]:
    """Make a database with a name nobody knows, and drop it with whoever is still connected."""
    name = f"mingfa_test_{token_hex(6)}"
    tell(server, f"CREATE DATABASE {name} TEMPLATE {like} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'")
    try:
        yield address(server, name)
    finally:
        tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def address(server: str, database: str) -> str:
    """Give the address of another database of the same PostgreSQL."""
    place, mark, rest = server.partition("?")
    return f"{place.rpartition('/')[0]}/{database}{mark}{rest}"


def tell(url: str, *statements: str) -> None:
    """Run statements one by one, each in a transaction of its own."""
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def assert_no_halves(settings: Settings) -> None:
    """Require of every table that goes with submissions: if it has any, it has one for each."""
    engine = open_engine(settings)
    with engine.connect() as connection:
        submissions = connection.scalar(
            sqlalchemy.select(sqlalchemy.func.count()).select_from(metadata.tables["submission"])
        )
        for table in metadata.tables.values():
            if "submission_id" in table.columns:
                parts = connection.scalar(
                    sqlalchemy.select(sqlalchemy.func.count(table.columns["submission_id"].distinct()))
                )
                assert parts in (0, submissions), f"half a submission: {table.name}"
    engine.dispose()


def _binaries() -> Path | None:
    found = [folder for folder in Path("/").glob(FOLDERS[1:]) if (folder / "initdb").exists()]
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    return max(found, key=lambda folder: float(folder.parent.name), default=None)


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # ended meanwhile
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found
