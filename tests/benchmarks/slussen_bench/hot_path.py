"""S1, S2 and S3: consent events one by one and in batches, and decisions, each beside its floor."""

from slussen_bench import bare_rows, pgbench, statements, world
from slussen_bench.bench import Bench
from slussen_bench.floors import DecisionFloor, EventFloor, run_apart, serving
from slussen_bench.quantities import Goal, Load, Row, alternate, rates
from slussen_bench.template import Template

FLOOR, BARE = "bench_floor", "bench_pgbench"
LEAST_OF_PGBENCH = Goal("ratio", "least", 0.5)
BATCH_CONNECTIONS = 2
PAIRS = 1000


def one_event(bench: Bench) -> list[Row]:
    """S1: one authenticated event through the gateway, the whole pipeline running; and what the pipeline costs."""
    registration = statements.registration(bench.rows)
    bare, floor_url = bench.copy(BARE), bench.copy(FLOOR)
    script, variables = registration.for_pgbench()
    template = bench.world.one_event()

    def held_still() -> Load:
        bench.system.settle()
        with bench.system.without_pipeline():
            return bench.generator.run(template, bench.seconds)

    with serving(EventFloor, floor_url, registration) as (port, process):
        found = alternate(
            bench.runs,
            {
                "pgbench": lambda: pgbench.run(bare, f"{script};", variables, bench.seconds),
                "floor": lambda: bench.load_and_account("floor_event", template.anew(port), floor=process),
                "system": lambda: bench.load_and_account("S1 one event", template),
                "pipeline off": held_still,
            },
        )
    floor, system, off = rates(found["floor"]), rates(found["system"]), rates(found["pipeline off"])
    unit = "events/s"
    return [
        Row("S1", "one consent event through the gateway, whole pipeline on; floor_event", unit, system, floor,
            Goal("ratio", "least", 0.45)),
        Row("S1", "the same with relays and subscribers held still; floor_event", unit, off, floor),
        Row("S6", "pipeline on, of pipeline off", unit, system, off, Goal("ratio", "least", 0.67)),
        Row("S1", "delay of 99 % at full load, pipeline on", "ms", [load.p99_ms for load in found["system"]]),
        Row("S1", "floor_event; pgbench with the same statement", unit, floor, rates(found["pgbench"]),
            LEAST_OF_PGBENCH),
    ]  # fmt: skip


def batches(bench: Bench) -> list[Row]:
    """S2: batches of 500 through the gateway, beside one connection's COPY."""
    bench.copy(FLOOR)
    bench.copy(BARE)
    alone, everything = (
        bare_rows.tables(bench.rows, names) for names in (bare_rows.CONSENT_ALONE, bare_rows.EVERYTHING)
    )
    script, variables = bare_rows.for_pgbench(alone, world.BATCH)
    floor, bare = bench.system.database(FLOOR), bench.system.database(BARE)
    template = bench.world.many_events()

    def copied(tables: list[bare_rows.Table]) -> Load:
        bench.system.settle()
        rate = run_apart(bare_rows.copy, floor, tables, world.BATCH, bench.seconds)
        return Load(rate, 0, 0, round(rate * bench.seconds), 0)

    found = alternate(
        bench.runs,
        {
            "inside": lambda: pgbench.run(bare, script, variables, bench.seconds, clients=1),
            "floor": lambda: copied(alone),
            "system": lambda: bench.load_and_account("S2 one event of a batch", template, BATCH_CONNECTIONS),
            "everything": lambda: copied(everything),
        },
    )
    system, inside = ([rate * world.BATCH for rate in rates(found[name])] for name in ("system", "inside"))
    floor_rates, unit = rates(found["floor"]), "events/s"
    return [
        Row("S2", "batches of 500, two connections; COPY of the consents' own three rows", unit, system, floor_rates,
            Goal("ratio", "least", 0.75)),
        Row("S2", "the same; COPY of all seven rows that an event leaves", unit, system, rates(found["everything"])),
        Row("S2", "COPY of three rows; pgbench making them inside the server", unit, floor_rates, inside,
            LEAST_OF_PGBENCH),
    ]  # fmt: skip


def decisions(bench: Bench) -> list[Row]:
    """S3: one decision beside its floor, and a thousand pairs in one call."""
    rows, subjects = bench.rows, bench.subjects
    read, keep = statements.read_for_decision(rows), statements.keep_decision(rows)
    bare, floor_url = bench.copy(BARE), bench.copy(FLOOR)
    (reading, long), (keeping, longer) = read.for_pgbench(), keep.for_pgbench()
    question = bench.world.question(subjects)
    at_floor = bench.world.question(
        [str(statements.person(number)) for number in range(1, statements.PERSONS + 1)]
    )

    with serving(DecisionFloor, floor_url, read, keep, bench.said) as (port, process):
        found = alternate(
            bench.runs,
            {
                "pgbench": lambda: pgbench.run(
                    bare, f"{reading};\n{keeping};", {**long, **longer}, bench.seconds
                ),
                "floor": lambda: bench.load_and_account("floor_decision", at_floor.anew(port), floor=process),
                "system": lambda: bench.load_and_account("S3 one decision", question),
            },
        )
    many = bench.world.questions(subjects[0], PAIRS)
    called = [_one_by_one(bench, many) for _ in range(bench.runs)]
    floor, unit = rates(found["floor"]), "decisions/s"
    return [
        Row("S3", "decision through the gateway; floor_decision", unit, rates(found["system"]), floor,
            Goal("ratio", "least", 0.5)),
        Row("S3", f"{PAIRS} pairs in one call, half of the calls within", "ms", [load.p50_ms for load in called],
            goal=Goal("figure", "most", 25)),
        Row("S3", "floor_decision; pgbench with the same two statements", unit, floor, rates(found["pgbench"]),
            LEAST_OF_PGBENCH),
    ]  # fmt: skip


def _one_by_one(bench: Bench, template: Template) -> Load:
    return bench.load(template, connections=1).sound("many pairs")
