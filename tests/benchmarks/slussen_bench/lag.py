"""S6: how long it takes from an event's commit to its effect in another service, at 70 % of what the system can do.

Both moments are PostgreSQL's own commit timestamps: of the row in the first service's audit, which is written in the
same transaction as the event, and of the subscriber's inbox, which is written in the transaction of the effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from slussen_bench.bench import Bench
from slussen_bench.generators import CONNECTIONS, paced
from slussen_bench.quantities import Goal, Row
from slussen_bench.template import Template

LOAD = 0.7
CALIBRATION_SECONDS = 2.0
SENT = """SELECT o.id, min(pg_xact_commit_timestamp(a.xmin)) AS at
FROM outbox o JOIN audit_entry a ON a.resource_id = o.aggregate_id
WHERE o.created_at >= $1 AND o.aggregate_version = 1 GROUP BY o.id"""
TAKEN = """SELECT event_id AS id, pg_xact_commit_timestamp(xmin) AS at
FROM inbox WHERE consumer = $1 AND received_at >= $2"""
FACTS = """SELECT (SELECT count(*) FROM fact WHERE kind = 'referral'
                AND (content ->> 'counted')::boolean AND content ->> 'opened_on' IS NOT NULL),
       (SELECT coalesce(sum(count), 0)::integer FROM figure
        WHERE table_id = 'referral-flow' AND length(area) = 2)"""
TIMESTAMPS = "ALTER SYSTEM SET track_commit_timestamp = on"


@dataclass(frozen=True, slots=True)
class Lag:
    """One run: milliseconds within which half and 99 % of the effects came, and what never came."""

    rate: float
    p50_ms: float
    p99_ms: float
    missing: int


@dataclass(frozen=True, slots=True)
class Way:
    """From where to where, and what is posted."""

    source: str
    target: str
    template: Template


def keep_commit_timestamps(bench: Bench) -> None:
    """Let PostgreSQL note when each transaction was committed; that needs a new start."""
    bench.system.ask("postgres", TIMESTAMPS)
    bench.system.stop()
    bench.system.up()


def lags(bench: Bench) -> list[Row]:
    """Measure both ways that events go today."""
    counted = Way("referrals", "statistics", bench.world.referral(bench.subjects))
    heard = Way("consent", "referrals", bench.world.one_event())
    before = bench.system.ask("slussen_statistics", FACTS)[0]
    to_rollup = [_lag(bench, counted) for _ in range(bench.runs)]
    after = bench.system.ask("slussen_statistics", FACTS)[0]
    facts, cells = after[0] - before[0], after[1] - before[1]
    to_referrals = [_lag(bench, heard) for _ in range(bench.runs)]
    goal, lost = Goal("figure", "most", 60), sum(lag.missing for lag in (*to_rollup, *to_referrals))
    return [
        Row("S6", f"referral's commit to the roll-up, 99 % within, {_load(to_rollup)}", "ms",
            [lag.p99_ms for lag in to_rollup], goal=goal),
        Row("S6", "the same, half within", "ms", [lag.p50_ms for lag in to_rollup]),
        Row("S6", f"consent's commit to its effect in referrals, 99 % within, {_load(to_referrals)}", "ms",
            [lag.p99_ms for lag in to_referrals], goal=goal),
        Row("S6", "the same, half within", "ms", [lag.p50_ms for lag in to_referrals]),
        Row("S6", f"events without effect at the end; ledger and roll-up grew by {facts} and {cells}", "events",
            [float(lost + abs(facts - cells))], goal=Goal("figure", "most", 0)),
    ]  # fmt: skip


def _load(lags_found: list[Lag]) -> str:
    return f"at {sum(lag.rate for lag in lags_found) / len(lags_found):,.0f} events/s"


def _lag(bench: Bench, way: Way) -> Lag:
    """Find what the system can do, then load it with 70 % of that."""
    bench.system.settle()
    most = paced(way.template, CALIBRATION_SECONDS, CONNECTIONS, rate=None).sound(way.source)
    bench.system.settle()
    began = datetime.now(UTC)
    posted = paced(way.template, bench.seconds, CONNECTIONS, rate=most.rate * LOAD).sound(way.source)
    bench.system.settle()
    sent = _moments(bench, f"slussen_{way.source}", SENT, began)
    taken = _moments(bench, f"slussen_{way.target}", TAKEN, way.target, began)
    took = sorted((taken[event] - at).total_seconds() * 1000 for event, at in sent.items() if event in taken)
    return Lag(posted.rate, _within(took, 50), _within(took, 99), posted.answers - len(took))


def _moments(bench: Bench, database: str, query: str, *arguments: object) -> Mapping[UUID, datetime]:
    return {row["id"]: row["at"] for row in bench.system.ask(database, query, *arguments)}


def _within(took: list[float], percent: int) -> float:
    return took[len(took) * percent // 100] if took else float("inf")
