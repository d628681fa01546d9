"""What an answer of statistics costs beside the number of facts, and beside the raw question to the ledger.

    .venv/bin/python tests/benchmarks/bench_statistics_answers.py [--small 100000] [--large 1000000] [--rounds 60]

Starts PostgreSQL, fills the ledger twice with referrals of thirty centres, makes the figures from it by the rebuild,
publishes a release, and asks in process: a published table through PxWebApi, a whole county's table in every period, a
centre's own figures, and the same count as plain SQL over the facts. Figures hold for the machine; the ratios are the
result.
"""

import argparse
import asyncio
import base64
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from slussen_chassis.clock import FixedClock
from slussen_chassis.database import Database
from slussen_chassis.testing import (
    START,
    TestDatabase,
    client_for,
    copy_database,
    make_template,
    settings_environment,
    staff,
)
from slussen_local.parts import postgres
from slussen_local.parts.postgres import Postgres
from slussen_statistics.app import create_app
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.use_cases.rebuild import rebuild_figures

CENTRE = UUID("01980c6e-7d4a-7c3e-9a51-000000000001")
UNIT = UUID("01980c6e-7d4a-7c3e-9a51-00000000ffff")
PROFESSIONS = (
    "ARRAY['midwife','child_health_nurse','preschool_teacher','social_worker','psychologist','librarian']"
)
FILL = f"""
INSERT INTO fact (kind, id, version, generation, record_key, content)
SELECT 'referral', gen_random_uuid(), 1, 0, floor(random() * 4294967296)::bigint, jsonb_build_object(
    'centre_id', '01980c6e-7d4a-7c3e-9a51-' || lpad((1 + n % 30)::text, 12, '0'), 'county_code', '12',
    'municipality_code', '12' || lpad((60 + n % 10)::text, 2, '0'), 'kind', 'internal', 'form', 'standard',
    'state', 'accepted', 'from_profession', ({PROFESSIONS})[1 + floor(random() * 6)::integer],
    'to_profession', ({PROFESSIONS})[1 + floor(random() * 6)::integer], 'counted', true,
    'opened_on', DATE '2024-01-01' + floor(random() * 1000)::integer, 'sent_at', '2026-01-01T00:00:00+00:00',
    'accepted_at', '2026-01-04T00:00:00+00:00', 'ended_at', NULL, 'outcome', NULL,
    'family', md5((n / 3)::text), 'subject', md5('s' || (n / 2)::text)
) FROM generate_series(1, $1) AS n
"""  # noqa: S608 - constants
COPIES = """
INSERT INTO unit_copy (unit_id, version, county_code, centre_ids, valid_from)
VALUES ($2, 1, '12', ARRAY[$1::uuid], '2024-01-01')
"""
CENTRES = """
INSERT INTO centre_copy (centre_id, version, county_code, municipality_code, name, profile_id, valid_from)
VALUES ($1, 1, '12', '1260', 'Familjecentralen Lyktan', 'skane', '2024-01-01')
"""
RAW = """
SELECT content ->> 'from_profession', content ->> 'to_profession', count(*) FROM fact
WHERE kind = 'referral' AND content ->> 'county_code' = '12' AND content ->> 'opened_on' LIKE '2026%' GROUP BY 1, 2
"""
ONE = (
    "/statistics/v1/px/tables/referral-flow/data?valuecodes[Region]=12&valuecodes[Kind]=internal"
    "&valuecodes[FromProfession]=*&valuecodes[ToProfession]=*&valuecodes[ContentsCode]=*&valuecodes[Tid]=2026"
)
ALL = ONE.replace("[Region]=12", "[Region]=*").replace("[Tid]=2026", "[Tid]=*")
JOINED = ONE + "&codelist[FromProfession]=agg_Sectors"
OWN = f"/statistics/v1/centres/{CENTRE}/tables/referral-families?year=2026"


QUESTIONS = (
    ("one table, cell by cell", ONE, 1.0),
    ("every area and year", ALL, 0.1),
    ("professions joined", JOINED, 1.0),
    ("a centre's own families", OWN, 1.0),
)
"""Name, address, and the share of the rounds that it is asked in."""
RAW_NAME = "the same count as SQL over the facts"


Ask = Callable[[], Awaitable[Any]]


async def medians(asks: Sequence[Ask], rounds: int) -> list[float]:
    """Return the median of so many rounds of each, in milliseconds, after one to warm up.

    They take turns, so that other work on the machine slows one as much as the other.
    """
    found: list[list[float]] = [[] for _ in asks]
    for number in range(rounds + 1):
        for ask, times in zip(asks, found, strict=True):
            begun = time.perf_counter()
            await ask()
            if number:
                times.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(times) for times in found]


async def filled(database: TestDatabase, settings: StatisticsSettings, facts: int) -> float:
    """Fill the ledger and make the figures from it; return how many facts a second that took."""
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute("SET statement_timeout = 0")  # a million facts take longer than a statement may
    await admin.execute(FILL, facts, timeout=1800)
    await admin.execute(CENTRES, CENTRE)
    await admin.execute(COPIES, CENTRE, UNIT)
    begun = time.perf_counter()
    worker = Database.for_worker(settings)
    await rebuild_figures(worker, lambda _done, _total: None)
    await worker.close()
    taken = time.perf_counter() - begun
    await admin.execute("VACUUM ANALYZE", timeout=1800)
    await admin.close()
    return facts / taken


@asynccontextmanager
async def answering(database: TestDatabase, facts: int) -> AsyncIterator[dict[str, Ask]]:
    """Fill the ledger with so many facts, publish a release, and give what can be asked by its name."""
    secret = base64.b64encode(bytes(range(32))).decode()
    more = settings_environment(database, "nats://127.0.0.1:1")
    settings = StatisticsSettings(pseudonym_secret=secret, **more)  # type: ignore[arg-type]
    print(f"{facts:>9} facts, figures made at {await filled(database, settings, facts):,.0f} facts/s")
    app = create_app(settings, clock=FixedClock(START))
    async with app.api.router.lifespan_context(app.api):
        publisher = staff("statistics:release", county_code="12")
        async with client_for(app, publisher, "statistics") as http:
            (await http.post("/statistics/v1/releases", json={}, timeout=300)).raise_for_status()
        reader = staff("statistics:read-published statistics:read-own", unit=UNIT, county_code="12")
        admin = await asyncpg.connect(database.admin_url)
        await admin.execute("SET statement_timeout = 0")
        async with client_for(app, reader, "statistics") as http:
            yield {
                **{name: partial(asking, http, path) for name, path, _ in QUESTIONS},
                RAW_NAME: partial(admin.fetch, RAW),
            }
        await admin.close()


async def asking(http: Any, path: str) -> None:
    """Ask once; an answer that is none ends the bench."""
    (await http.get(path)).raise_for_status()


async def compare(url: str, sizes: tuple[int, int], rounds: int) -> None:
    """Measure with few and with many facts by turns, and print both with their ratio."""
    template = await asyncio.to_thread(make_template, url, "statistics", "slussen_statistics")
    one, other = [await copy_database(url, "statistics", template) for _ in sizes]
    async with answering(one, sizes[0]) as few, answering(other, sizes[1]) as many:
        print(f"{'':40}{sizes[0]:>12}{sizes[1]:>12}{'ratio':>8}")
        shares = {name: share for name, _, share in QUESTIONS}
        for name, ask in few.items():
            times = max(3, int(rounds * shares.get(name, 0.1)))
            with_few, with_many = await medians([ask, many[name]], times)
            print(f"{name:40}{with_few:>9.1f} ms{with_many:>9.1f} ms{with_many / with_few:>8.2f}")


def main() -> None:
    """Start PostgreSQL, compare, and stop it."""
    parser = argparse.ArgumentParser(
        description="What an answer of statistics costs beside the number of facts."
    )
    parser.add_argument("--small", type=int, default=100_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Postgres(Path(folder) / "pg", settings=postgres.THROW_AWAY)
        server.launch()
        server.wait()
        try:
            asyncio.run(compare(server.url(), (asked.small, asked.large), asked.rounds))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
