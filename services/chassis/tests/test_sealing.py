import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from slussen_chassis.clock import new_id
from slussen_chassis.sealing.__main__ import main
from slussen_chassis.sealing.checkpoints import CheckpointFile
from slussen_chassis.sealing.keys import SealKey, SealKeys, new_seal_key
from slussen_chassis.sealing.sealer import BATCH, FIND_UNSEALED, FIRST, LAST, Sealer
from slussen_chassis.sealing.verification import verify
from slussen_chassis.settings import ServiceSettings
from slussen_chassis.testing import TestDatabase, settings_environment
from slussen_chassis.worker import sealer_of

KEY = SealKey.new("seal-1")
KEYS = SealKeys([KEY.public()])
ENTRY = (
    "INSERT INTO audit_entry (id, at, authority_id, actor, action, resource_type, outcome, trace_id)"
    " VALUES ($1, clock_timestamp() - $3::interval, $2, 'user-1', 'note.read', 'note', 'permitted', '')"
)
NO_AGE = timedelta()


@dataclass
class Log:
    """The audit log of one test: its superuser, its sealer and its checkpoints."""

    database: TestDatabase
    admin: "asyncpg.Connection[asyncpg.Record]"
    connection: "asyncpg.Connection[asyncpg.Record]"
    file: CheckpointFile

    async def write(
        self, number: int = 1, authority: UUID | None = None, age: timedelta = NO_AGE
    ) -> list[UUID]:
        ids = [new_id() for _ in range(number)]
        await self.admin.executemany(ENTRY, [(each, authority, age) for each in ids])
        return ids

    async def seal(self) -> int:
        sealer = Sealer(self.database.urls.sealer, KEY, self.file)
        return await sealer.seal_between(self.connection, FIRST, LAST)

    async def find(self, keys: SealKeys = KEYS, sealed_within: timedelta = NO_AGE) -> list[str]:
        found = await verify(self.database.urls.sealer, keys, [self.file], sealed_within=sealed_within)
        return [str(finding) for finding in found.findings]


@pytest.fixture
async def log(database: TestDatabase, tmp_path: Path) -> AsyncIterator[Log]:
    admin = await asyncpg.connect(database.admin_url)
    connection = await asyncpg.connect(database.urls.sealer)
    yield Log(database, admin, connection, CheckpointFile(tmp_path / "sealed" / "sample.jsonl"))
    await connection.close()
    await admin.close()


@contextlib.asynccontextmanager
async def running(*sealers: Sealer) -> AsyncIterator[None]:
    stop = asyncio.Event()
    tasks = [asyncio.create_task(sealer.run(stop)) for sealer in sealers]
    yield
    stop.set()
    await asyncio.gather(*tasks)


async def test_every_row_is_sealed_within_five_seconds_in_its_authoritys_own_chain(log: Log) -> None:
    first, second = uuid4(), uuid4()
    async with running(Sealer(log.database.urls.sealer, KEY, log.file)):
        for authority in (first, second, None, first):
            began = time.monotonic()
            await log.write(3, authority)
            while await log.find():
                assert time.monotonic() - began < 5
                await asyncio.sleep(0.05)
    seals = await log.admin.fetch("SELECT authority_id, sequence FROM audit_seal ORDER BY sealed_at")
    chains = {
        authority: [s["sequence"] for s in seals if s["authority_id"] == authority] for authority, _ in seals
    }
    assert set(chains) == {first, second, UUID(int=0)}
    assert all(chain == list(range(1, len(chain) + 1)) for chain in chains.values())


async def test_a_log_longer_than_a_batch_is_sealed_whole(log: Log) -> None:
    await log.write(BATCH + 10, uuid4())
    assert await log.seal() == BATCH + 10
    report = await verify(log.database.urls.sealer, KEYS, [log.file])
    assert (report.seals, report.entries, report.findings) == (2, BATCH + 10, [])
    assert await log.seal() == 0


async def test_rows_of_a_transaction_that_commits_late_are_sealed_too(log: Log) -> None:
    authority, late = uuid4(), new_id()
    other = await asyncpg.connect(log.database.admin_url)
    async with running(Sealer(log.database.urls.sealer, KEY, log.file)), other.transaction():
        await other.execute(ENTRY, late, authority, NO_AGE)
        [newer] = await log.write(1, authority)
        async with asyncio.timeout(5):
            while not await log.admin.fetchval("SELECT count(*) FROM audit_seal"):
                await asyncio.sleep(0.05)
    await other.close()
    assert late < newer
    await log.seal()
    assert await log.find() == []


async def test_the_patrol_finds_a_row_older_than_any_pass_would_look(log: Log) -> None:
    async with running(Sealer(log.database.urls.sealer, KEY, log.file)):
        await log.write(1, None)
        async with asyncio.timeout(5):
            while await log.find():
                await asyncio.sleep(0.05)
        await log.admin.execute(ENTRY, UUID(int=1 << 80), None, NO_AGE)
        async with asyncio.timeout(5):
            while await log.find():
                await asyncio.sleep(0.05)


TAMPERING = {
    "an edited row": (
        "UPDATE audit_entry SET actor = 'user-2' WHERE id = $1",
        "entry_changed {second} entry={id}",
    ),
    "an edited moment": (
        "UPDATE audit_entry SET at = at - '1 s'::interval WHERE id = $1",
        "entry_changed {second} entry={id}",
    ),
    "a deleted row": ("DELETE FROM audit_entry WHERE id = $1", "entry_missing {second} entry={id}"),
    "a row of another authority": (
        "UPDATE audit_entry SET authority_id = gen_random_uuid() WHERE id = $1",
        "entry_changed {second} entry={id}",
    ),
    "an edited seal": (
        "UPDATE audit_seal SET last_at = last_at + '1 s'::interval WHERE $1 = ANY(entry_ids)",
        "seal_changed {second}",
    ),
    "an edited digest": (
        "UPDATE audit_seal SET entry_digests = decode(repeat('00', 64), 'hex') WHERE $1 = ANY(entry_ids)",
        "seal_changed {second}",
    ),
    "a seal in the middle deleted": (
        "DELETE FROM audit_seal WHERE $1 = ANY(entry_ids)",
        "seal_missing {second}",
    ),
    "another's signature": (
        "UPDATE audit_seal SET signature = decode(repeat('00', 64), 'hex') WHERE $1 = ANY(entry_ids)",
        "seal_not_signed {second}",
    ),
}


@pytest.mark.parametrize("how", TAMPERING)
async def test_what_the_superuser_changes_is_found_and_named(log: Log, how: str) -> None:
    authority = uuid4()
    batches = []
    for _ in range(3):
        batches.append(await log.write(2, authority))
        await log.seal()
    assert await log.find() == []
    statement, expected = TAMPERING[how]
    victim = batches[1][0]
    await log.admin.execute(statement, victim)
    assert expected.format(second=f"authority={authority} seal=2", id=victim) in await log.find()


async def test_two_rows_that_changed_places_are_found(log: Log) -> None:
    one, other = await log.write(2)
    await log.admin.execute("UPDATE audit_entry SET actor = 'user-2' WHERE id = $1", other)
    await log.seal()
    await log.admin.execute(
        "UPDATE audit_entry e SET actor = o.actor FROM audit_entry o WHERE o.id <> e.id AND e.id IN ($1, $2)",
        one,
        other,
    )
    assert {found.split(" entry=")[1] for found in await log.find()} == {str(one), str(other)}


async def test_two_seals_that_changed_places_are_found(log: Log) -> None:
    for _ in range(2):
        await log.write()
        await log.seal()
    for change in (
        "sequence = 9 WHERE sequence = 1",
        "sequence = 1 WHERE sequence = 2",
        "sequence = 2 WHERE sequence = 9",
    ):
        await log.admin.execute(f"UPDATE audit_seal SET {change}")  # noqa: S608
    kinds = {found.split()[0] for found in await log.find()}
    assert {"seal_changed", "chain_broken", "checkpoint_differs"} <= kinds


async def test_a_row_slipped_in_with_an_old_moment_is_found_sealed_or_not(log: Log) -> None:
    for age in (timedelta(hours=2), timedelta(hours=1), NO_AGE):
        await log.write(2, age=age)
        await log.seal()
    assert await log.find() == []
    [inserted] = await log.write(age=timedelta(minutes=90))
    assert await log.find(sealed_within=timedelta(seconds=5)) == [f"entry_unsealed entry={inserted}"]
    await log.seal()
    assert await log.find() == [f"entry_late authority={UUID(int=0)} seal=4 entry={inserted}"]


async def test_rows_that_waited_while_no_sealer_ran_are_not_suspected(log: Log) -> None:
    for age in (timedelta(days=3), timedelta(days=2), timedelta(days=1)):
        await log.write(2, uuid4(), age=age)
    await log.seal()
    assert await log.find() == []


@pytest.mark.parametrize("tables", ["audit_entry", "audit_seal", "audit_entry, audit_seal, audit_sealed"])
async def test_a_truncated_table_is_found(log: Log, tables: str) -> None:
    [entry] = await log.write()
    await log.seal()
    await log.admin.execute(f"TRUNCATE {tables}")
    place = f"authority={UUID(int=0)} seal=1"
    missing = f"entry_missing {place} entry={entry}" if tables == "audit_entry" else f"seal_missing {place}"
    assert missing in await log.find()


async def test_the_newest_seal_deleted_with_its_rows_is_found_even_when_sealing_goes_on(log: Log) -> None:
    for _ in range(2):
        [last] = await log.write()
        await log.seal()
    for table, column in (("audit_entry", "id"), ("audit_sealed", "entry_id")):
        await log.admin.execute(f"DELETE FROM {table} WHERE {column} = $1", last)  # noqa: S608
    await log.admin.execute("DELETE FROM audit_seal WHERE sequence = 2")
    assert await log.find() == [f"seal_missing authority={UUID(int=0)} seal=2"]
    await log.write()
    await log.seal()
    assert await log.find() == [f"checkpoint_differs authority={UUID(int=0)} seal=2"]


async def test_a_row_sealed_twice_is_found(log: Log) -> None:
    [entry] = await log.write()
    await log.seal()
    await log.admin.execute("DELETE FROM audit_sealed")
    await log.seal()
    assert await log.find() == [f"entry_sealed_twice entry={entry}"]


async def test_a_row_marked_as_sealed_without_a_seal_is_found(log: Log) -> None:
    [entry] = await log.write()
    await log.admin.execute("INSERT INTO audit_sealed SELECT id FROM audit_entry")
    await log.seal()
    assert f"entry_unsealed entry={entry}" in await log.find()


async def test_a_chain_that_somebody_wrote_anew_with_a_key_of_their_own_is_found(log: Log) -> None:
    await log.write()
    await log.seal()
    await log.admin.execute("TRUNCATE audit_seal, audit_sealed")
    await Sealer("", SealKey.new("seal-1")).seal_between(log.connection, FIRST, LAST)
    place = f"authority={UUID(int=0)} seal=1"
    assert await log.find() == [f"seal_not_signed {place}", f"checkpoint_differs {place}"]


async def test_lost_checkpoints_are_found_and_half_a_line_is_not_minded(log: Log) -> None:
    await log.write()
    await log.seal()
    with log.file.path.open("a") as file:
        file.write('\n{"authorityId": "')
    await log.write()
    await log.seal()
    assert await log.find() == []
    assert len(list(log.file.read())) == 2
    log.file.path.unlink()
    assert await log.find() == ["checkpoints_missing"]


async def test_checkpoints_that_could_not_be_written_are_written_when_a_sealer_leads_again(log: Log) -> None:
    await log.write()
    await Sealer("", KEY).seal_between(log.connection, FIRST, LAST)
    async with running(Sealer(log.database.urls.sealer, KEY, log.file)), asyncio.timeout(5):
        while await log.find():
            await asyncio.sleep(0.05)


async def test_two_sealers_at_once_never_fork_a_chain(log: Log) -> None:
    authorities = [uuid4() for _ in range(3)]
    url = log.database.urls.sealer
    first, second = Sealer(url, KEY, log.file), Sealer(url, KEY, log.file)
    async with running(first, second):
        for _ in range(20):
            for authority in authorities:
                await log.write(2, authority)
            await _fight(log)
        assert not (first.is_leader and second.is_leader)
    await log.seal()
    assert await log.find() == []
    assert await log.admin.fetchval("SELECT sum(cardinality(entry_ids)) FROM audit_seal") == 120


async def _fight(log: Log) -> None:
    """Seal beside the leader, without asking for its lock: the constraints alone stand between them."""
    with contextlib.suppress(asyncpg.UniqueViolationError):
        await log.seal()


async def test_another_sealer_takes_over(log: Log) -> None:
    first, second = (Sealer(log.database.urls.sealer, KEY, log.file) for _ in range(2))
    async with running(second):
        async with running(first), asyncio.timeout(5):
            while not (first.is_leader or second.is_leader):
                await asyncio.sleep(0.02)
        async with asyncio.timeout(5):
            while not second.is_leader:
                await asyncio.sleep(0.02)


@pytest.mark.parametrize("role", ["app", "worker", "sealer", "migrator"])
@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "audit_sealed"])
async def test_no_role_that_logs_in_changes_or_removes_what_is_sealed(
    log: Log, role: str, table: str
) -> None:
    connection = await asyncpg.connect(getattr(log.database.urls, role))
    column = {"audit_entry": "actor", "audit_seal": "key_id", "audit_sealed": "entry_id"}[table]
    try:
        for statement in (f"UPDATE {table} SET {column} = NULL", f"DELETE FROM {table}", f"TRUNCATE {table}"):  # noqa: S608
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_the_sealer_reaches_the_audit_log_and_its_seals_and_nothing_else(log: Log) -> None:
    granted = await log.admin.fetch(
        "SELECT table_name::text, privilege_type::text FROM information_schema.role_table_grants"
        " WHERE grantee = 'sample_sealer' ORDER BY 1, 2"
    )
    assert [tuple(row) for row in granted] == [
        ("audit_entry", "SELECT"),
        ("audit_seal", "INSERT"),
        ("audit_seal", "SELECT"),
        ("audit_sealed", "INSERT"),
        ("audit_sealed", "SELECT"),
    ]
    for role in ("app", "worker"):
        connection = await asyncpg.connect(getattr(log.database.urls, role))
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("SELECT 1 FROM audit_seal")
        await connection.close()


async def test_unsealed_rows_are_found_by_indexes_and_without_a_lock_that_a_write_waits_for(log: Log) -> None:
    await log.admin.execute(
        "INSERT INTO audit_entry (id, actor, action, resource_type, outcome, trace_id)"
        " SELECT uuidv7(make_interval(secs => -n)), 'a', 'b', 'c', 'permitted', '' FROM generate_series(1, 20000) n"
    )
    await log.admin.execute("INSERT INTO audit_sealed SELECT id FROM audit_entry")
    await log.admin.execute("ANALYZE audit_entry, audit_sealed")
    since = await log.admin.fetchval("SELECT uuidv7('-2 minutes'::interval)")
    async with log.connection.transaction():
        plan = await log.connection.fetch(f"EXPLAIN {FIND_UNSEALED}", since, LAST, BATCH)
        await log.connection.fetch(FIND_UNSEALED, since, LAST, BATCH)
        locks = await log.admin.fetch(
            "SELECT DISTINCT mode FROM pg_locks WHERE relation = 'audit_entry'::regclass"
        )
        assert [row["mode"] for row in locks] == ["AccessShareLock"]
    text = "\n".join(row[0] for row in plan)
    assert "Anti Join" in text
    assert "Seq Scan" not in text
    assert "audit_entry_pkey" in text
    assert "audit_entry_is_sealed_once" in text


def test_a_worker_without_a_sealers_address_says_that_nothing_is_sealed(
    settings: ServiceSettings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert sealer_of("sample", settings) is None
    assert "audit rows are not sealed" in caplog.text


def test_a_worker_with_a_sealers_address_and_key_seals(database: TestDatabase, tmp_path: Path) -> None:
    told: dict[str, Any] = settings_environment(database, "nats://nowhere")
    told |= {"sealer_database_url": database.urls.sealer, "seal_checkpoints": tmp_path / "c"}
    with pytest.raises(ValueError, match="go together"):
        ServiceSettings(**told)
    assert sealer_of("sample", ServiceSettings(**told, seal_key=json.dumps(new_seal_key("s")))) is not None


def test_the_command_verifies_and_names_what_it_found(
    database: TestDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["verify", "--service", "sample"]) == 2
    monkeypatch.setenv("SLUSSEN_SAMPLE_SEALER_DATABASE_URL", database.urls.sealer)
    assert main(["new-key", "--id", "seal-2"]) == 0
    monkeypatch.setenv("SLUSSEN_SAMPLE_SEAL_KEY", capsys.readouterr().out)
    assert main(["verify", "--service", "sample"]) == 0
    assert main(["verify", "--service", "sample", "--checkpoints", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        "checkpoints_missing",
        "0 seals over 0 entries: 1 findings",
    ]
