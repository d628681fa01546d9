"""Every query for data about someone names who reads; "not yours" then looks like "not there"."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVICES = ("agreements", "consent", "referrals", "statistics")
READS = ("get", "find", "list", "count", "search", "has", "sum")
READERS = frozenset({"visible_to", "kept_by", "unit_id"})
"""`visible_to` and `kept_by` are authorities or units of the caller; `unit_id` is the unit whose list it is."""

UNDER_ROW_SECURITY_ALONE = {
    "services/agreements/src/slussen_agreements/repository/editions.py": {
        "find_past_last_day": "worker: a job that finds what has ended, then acts under each row's controller",
        "find_to_remind": "worker: the same, for what is to be signed",
    },
    "services/agreements/src/slussen_agreements/repository/between_parties.py": {
        "find_unanswered": "worker: a job that finds what nobody answered, then acts under each row's controller",
        "get_renegotiation": "its caller has just opened the agreement as visible to the reader",
        "get_information": "its caller has just opened the agreement as visible to the reader",
    },
    "services/agreements/src/slussen_agreements/repository/lifecycle.py": {
        "get_dispute": "its caller has just opened the agreement as visible to the reader",
    },
    "services/referrals/src/slussen_referrals/repository/referrals.py": {
        "find_relying_on": "worker: row security opens what one event names, to be found and no more",
        "find_armed": "worker: the same",
        "find_about": "worker: the same, for a person whose records were merged or split",
        "find_due": "worker: a job that finds what is due, then acts under each row's controller",
        "find_alarms": "worker: the same, for time limits",
        "list_steps": "its caller has just read the referral as visible to the reader",
    },
    "services/referrals/src/slussen_referrals/repository/messages.py": {
        "list_messages": "its caller has just read the referral as visible to the reader",
    },
    "services/referrals/src/slussen_referrals/repository/outside.py": {
        "find_by_key": "row security opens the one link whose id the key names; secret and code are checked",
    },
    "services/referrals/src/slussen_referrals/repository/plans.py": {
        "find_plans_relying_on": "worker: row security opens what one event names, to be found and no more",
        "find_plans_about": "worker: the same, for a person whose records were merged or split",
        "find_reviews": "worker: a job that finds what is due, then acts under each row's controller",
    },
    "services/consent/src/slussen_consent/repository/emergencies.py": {
        "find_unreviewed": "worker: a job that finds what is late, then acts under each row's controller",
    },
    "services/consent/src/slussen_consent/repository/consents.py": {
        "find_past_last_day": "worker: a job that finds what has ended, then acts under each row's controller",
    },
    "services/consent/src/slussen_consent/repository/tasks.py": {
        "find_due": "worker: a job that finds what is due, then acts under each row's controller",
    },
    "services/consent/src/slussen_consent/repository/events.py": {
        "find": "the key holds the calling client, which is the reader",
    },
}


def rows_about_someone(modules: dict[Path, ast.Module], service: str) -> set[str]:
    """The row classes with a responsible authority."""
    found = set()
    for path, tree in modules.items():
        if path.match(f"services/{service}/src/*/tables.py") or path.match(
            f"services/{service}/src/*/tables/*.py"
        ):
            classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
            held = {c.name for c in classes if "responsible_authority_id" in annotated(c)}
            heirs = {c.name for c in classes if held & {b.id for b in c.bases if isinstance(b, ast.Name)}}
            found |= {name for name in held | heirs if name.endswith("Row")}
    return found


def annotated(node: ast.ClassDef) -> set[str]:
    targets = (part.target for part in node.body if isinstance(part, ast.AnnAssign))
    return {target.id for target in targets if isinstance(target, ast.Name)}


def reads(tree: ast.Module, rows: set[str]) -> Iterator[ast.AsyncFunctionDef]:
    """Public functions that look up rows of `rows`, by name or through a helper of the same module."""
    functions = {f.name: f for f in tree.body if isinstance(f, ast.AsyncFunctionDef | ast.FunctionDef)}
    for function in functions.values():
        if isinstance(function, ast.AsyncFunctionDef) and function.name.split("_")[0] in READS:
            used = names(function)
            through = {name for helper in used & functions.keys() for name in names(functions[helper])}
            if (used | through) & rows:
                yield function


def names(function: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}


def repositories(modules: dict[Path, ast.Module], service: str) -> dict[Path, ast.Module]:
    return {
        path: tree
        for path, tree in modules.items()
        if path.match(f"services/{service}/src/*/repository.py")
        or path.match(f"services/{service}/src/*/repository/*.py")
    }


def nameless(modules: dict[Path, ast.Module], service: str) -> list[str]:
    """The reads that say not for whom, and are not on the list above."""
    rows = rows_about_someone(modules, service)
    found = []
    for path, tree in repositories(modules, service).items():
        excused = UNDER_ROW_SECURITY_ALONE.get(str(path), {})
        for function in reads(tree, rows):
            arguments = {a.arg for a in (*function.args.args, *function.args.kwonlyargs)}
            if not arguments & READERS and function.name not in excused:
                found.append(f"{path}:{function.lineno} {function.name}")
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_every_read_of_data_about_someone_names_the_reader(
    modules: dict[Path, ast.Module], service: str
) -> None:
    assert nameless(modules, service) == []


def test_a_read_that_names_nobody_would_be_found() -> None:
    tables = ast.parse("class NoteRow(Base, table=True):\n    responsible_authority_id: UUID\n")
    repository = ast.parse(
        "async def list_notes(session):\n    return await _all(session)\n"
        "async def _all(session):\n    return await session.exec(select(NoteRow))\n"
        "async def get(session, *, visible_to):\n    return await session.get(NoteRow, visible_to)\n"
    )
    modules = {
        Path("services/sample/src/slussen_sample/tables.py"): tables,
        Path("services/sample/src/slussen_sample/repository.py"): repository,
    }
    assert nameless(modules, "sample") == ["services/sample/src/slussen_sample/repository.py:1 list_notes"]


@pytest.mark.parametrize("path", UNDER_ROW_SECURITY_ALONE)
def test_what_is_excused_still_exists(modules: dict[Path, ast.Module], path: str) -> None:
    functions = {f.name for f in modules[Path(path)].body if isinstance(f, ast.AsyncFunctionDef)}
    assert set(UNDER_ROW_SECURITY_ALONE[path]) <= functions


def test_every_service_with_data_about_people_was_looked_at(modules: dict[Path, ast.Module]) -> None:
    assert rows_about_someone(modules, "consent") >= {"ConsentRow"}
    assert rows_about_someone(modules, "referrals") >= {"ReferralRow"}
    assert rows_about_someone(modules, "agreements") >= {"AgreementRow"}
