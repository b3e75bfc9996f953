"""The tables, and the only place where a store is opened."""

from __future__ import annotations

import os
from pathlib import Path
from socket import gethostname
from typing import Any
from urllib.parse import quote, unquote

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from data.errors import StoreForeign, StoreNowhere, StoreUnusable
from data.model.observation import Observation

DEFAULT_FILE = Path(__file__).resolve().parents[2] / "instance" / "livelihood.db"
SCHEMA = "0103"  # the last step of data/store/migrations
FIRST_SCHEMA = "0101"  # the first that anybody has installed: what was made before can't be brought on
SCHEMA_TABLE = "livelihood_schema"  # where the step that a store has come to is recorded
# Pages read a few rows that an index leads to, of a disk that doesn't turn; and what one of them took of
# other processors it would take from the others.
READING = "-c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
SECONDS = 15  # that a reader waits for an answer, or for a refresh to be written

metadata = sa.MetaData()

# Text compares byte by byte on every engine, so that order and uniqueness are the same everywhere.
Id = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

release_table = sa.Table(
    "release",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("created_at", sa.Text, nullable=False, doc="UTC, ISO 8601"),
    sa.Column("digest", sa.Text, nullable=False, doc="SHA-256 of the catalogue and every current row"),
    sa.Column("catalog", sa.Text, sa.ForeignKey("catalog.digest"), nullable=False),
    sa.Column("reason", sa.Text, nullable=False, default=""),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("withdrawn", sa.Integer, nullable=False),
    sa.Column("reworded", sa.Integer, nullable=False, doc="figures that are called otherwise"),
)

seal_table = sa.Table(
    "seal",
    metadata,
    sa.Column("release", sa.Integer, sa.ForeignKey("release.id"), primary_key=True, autoincrement=False),
    sa.Column("digest", sa.Text, nullable=False, doc="SHA-256 of the seal before and of the release's row"),
)

catalog_table = sa.Table(
    "catalog",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("content", sa.Text, nullable=False, doc="the curated catalogue as JSON"),
)

# The key starts with the region: what a store larger than one machine would be divided by.
observation_table = sa.Table(
    "observation",
    metadata,
    sa.Column("region", Id, primary_key=True),
    sa.Column("indicator", Id, primary_key=True),
    sa.Column("period", Id, primary_key=True),
    sa.Column("breakdown", Id, primary_key=True),
    sa.Column("status", Id, primary_key=True),
    sa.Column("document", Id, primary_key=True),
    sa.Column("first_release", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last_release", sa.Integer, doc="empty while current"),
    sa.Column("printed", sa.Text, nullable=False, doc="the figure as published: the truth"),
    sa.Column("value", sa.Float, doc="the same in the indicator's unit, for order and position only"),
    sa.Column("locator", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column(
        "position",
        sa.Integer,
        nullable=False,
        default=0,
        doc="its place in the document; no part of the digest",
    ),
    # In order; what follows says whether a figure ranks, and in which releases, without a look at its row.
    sa.Index(
        "observation_by_indicator",
        *("indicator", "period", "value", "region"),
        *("breakdown", "status", "first_release", "last_release"),
    ),
    sa.Index("observation_by_document", "document"),
)

# What each document holds from one release to another: what stayed needn't be compared figure by figure.
document_table = sa.Table(
    "document",
    metadata,
    sa.Column("document", Id, primary_key=True),
    sa.Column("first_release", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last_release", sa.Integer, doc="empty while current"),
    sa.Column("figures", sa.Integer, nullable=False, doc="how many"),
    sa.Column("digest", sa.Text, nullable=False, doc="SHA-256 of its figures in the order of their keys"),
)

# The few rows that no longer stand: what the page of corrections reads.
_ended = observation_table.c.last_release.is_not(None)
for _name, *_columns in (
    ("observation_ended", "last_release", "indicator"),
    ("observation_ended_of_region", "region", "indicator"),
):
    sa.Index(
        _name,
        *(observation_table.c[column] for column in _columns),
        sqlite_where=_ended,
        postgresql_where=_ended,
    )
# And those that a release after the first one brought: what its own page reads.
ADDED_LATER = observation_table.c.first_release > sa.literal_column("1")
sa.Index(
    "observation_added",
    *(observation_table.c[name] for name in ("first_release", "indicator")),
    sqlite_where=ADDED_LATER,
    postgresql_where=ADDED_LATER,
)


# The columns of an Observation.
OBSERVATION_COLUMNS = tuple(observation_table.c[name] for name in Observation._fields)

# Of one row: the step.
schema_table = sa.table(SCHEMA_TABLE, sa.column("version_num"))


def as_of(release: int, t: sa.FromClause = observation_table) -> sa.ColumnElement[bool]:
    """Return the condition that a figure stands in a release; `t` may be an alias of the table."""
    still = sa.or_(t.c.last_release.is_(None), t.c.last_release >= release)
    return sa.and_(t.c.first_release <= release, still)


def store_url(*, read_only: bool = False) -> str:
    """Return the store's address: DATABASE_URL, or the SQLite file in `instance/`.

    Whoever only reads is sent to READ_DATABASE_URL where that is given: a copy, or several of them.
    """
    written = os.environ.get("DATABASE_URL") or f"sqlite:///{DEFAULT_FILE}"
    return (read_only and os.environ.get("READ_DATABASE_URL")) or written


def open_store(url: str | None = None, *, read_only: bool = False) -> Engine:
    """Open the store at `url` (by default `store_url()`); nothing is created or read yet.

    `sqlite:///FILE`, or whatever libpq takes that starts with `postgresql://`. Read-only, a write fails
    whatever the code above it does. Raises StoreUnusable for an address that can't be understood.
    """
    address = url or store_url(read_only=read_only)
    scheme, separator, rest = address.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        return _open_postgresql(f"postgresql://{rest}", read_only)
    if scheme == "sqlite" and separator:
        return _open_sqlite(make_url(address), read_only)
    raise StoreUnusable(f"{scheme}? sqlite:///… · postgresql://…")


def store_file(engine: Engine) -> Path | None:
    """Return the file of a SQLite store; None for a database server."""
    if engine.dialect.name != "sqlite":
        return None
    return Path(unquote((engine.url.database or "").removeprefix("file:")))


def schema_of(connection: sa.Connection) -> str:
    """Return the step of data/store/migrations that a store has come to, "" for an empty database.

    Raises StoreForeign for somebody else's database.
    """
    tables = sa.inspect(connection).get_table_names()
    if SCHEMA_TABLE in tables:
        return str(connection.scalar(sa.select(schema_table)) or "")
    if "store" in tables:  # as it was before steps were recorded
        return f"{connection.scalar(sa.text('SELECT schema_version FROM store')):04}"
    if tables:
        raise StoreForeign(", ".join(sorted(tables)))
    return ""


def _open_sqlite(address: sa.URL, read_only: bool) -> Engine:
    if address.database in ("", ":memory:"):
        raise StoreNowhere(f"sqlite:///{address.database}")
    file = Path(address.database or "").resolve()
    if read_only and address.database:
        address = address.set(database=f"file:{quote(str(file))}", query={"mode": "ro", "uri": "true"})
    elif address.database:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(address, connect_args={"timeout": SECONDS})
    if address.database:
        _follow(engine, file)
    return engine


def _follow(engine: Engine, file: Path) -> None:
    """Connect anew where another file has come in the place of the one that is open, or over it.

    That is a release, or a backup; what a connection keeps of a file that was written over may be of neither.
    """

    def version() -> tuple[int, ...]:
        try:
            found = file.stat()
        except OSError:  # what is the matter with it, SQLite says
            return ()
        return found.st_ino, found.st_mtime_ns, found.st_size

    @sa.event.listens_for(engine, "do_connect")  # before it: what comes meanwhile is seen at the checkout
    def note(_: Any, record: ConnectionPoolEntry, *__: Any) -> None:
        record.info["version"] = version()

    @sa.event.listens_for(engine, "checkout")
    def check(_: Any, record: ConnectionPoolEntry, *__: Any) -> None:
        if record.info["version"] != version():
            raise sa.exc.DisconnectionError


def _open_postgresql(address: str, read_only: bool) -> Engine:
    """The address is libpq's own, so that it may name several hosts and prefer a standby."""
    import psycopg

    try:
        asked = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise StoreUnusable(str(error).strip()) from error
    settings = {"connect_timeout": 5, "application_name": f"livelihood on {gethostname()}, pid {os.getpid()}"}
    if read_only:
        settings["tcp_user_timeout"] = SECONDS * 1000
        limits = f"-c default_transaction_read_only=on -c statement_timeout={SECONDS}s"
        asked["options"] = f"{limits} {READING} {asked.get('options', '')}"
    return sa.create_engine(
        "postgresql+psycopg://",
        connect_args=settings | asked,
        # A connection that died while idle is made anew, to whichever host answers; whoever reads asks again.
        pool_pre_ping=not read_only,
        pool_recycle=300,  # seconds after which a host that came back is used again
        pool_timeout=SECONDS,
    )
