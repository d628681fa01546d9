"""What a custodian calls the children: set, changed, taken away; hers alone, sealed, and told to nobody."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from consent_world import FATHER, MOTHER, OTHER_CHILD, World, person
from own_person import logged_in

from slussen_chassis.clock import local_day
from slussen_chassis.database import Database
from slussen_consent.jobs import forget_old_labels

OWN = "/consent/pages/own"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
STRANGER = "200002292399"
COORDINATION = person("189001619809", "http://electronichealth.se/identifier/samordningsnummer")
LABEL = "Lillskruttan"


async def get(world: World, *numbers: str, path: str = OWN, language: str = "sv") -> httpx.Response:
    async with world.client(await logged_in(world, *numbers)) as client:
        return await client.get(path, headers={"Accept-Language": language})


async def name(world: World, child: UUID, label: str = LABEL, *numbers: str, **more: str) -> httpx.Response:
    async with world.client(await logged_in(world, *numbers)) as client:
        path = f"{OWN}/children/{child}/label"
        return await client.post(path, data={f"label-{child}": label}, headers=FORM | more)


async def two_children(world: World) -> tuple[UUID, UUID]:
    """The ids of two children of the same custodians."""
    first = await world.recorded()
    second = await world.recorded("evt-2", externalId="samtycke-2", subject=person(OTHER_CHILD))
    return await child_of(world, first), await child_of(world, second)


async def child_of(world: World, consent_id: UUID) -> UUID:
    found = await world.one("SELECT subject_id FROM consent WHERE id = $1", consent_id)
    return UUID(int=found.int)


async def kept(world: World) -> int:
    found: int = await world.one("SELECT count(*) FROM child_label")
    return found


async def merge(world: World, what: str, kept_id: UUID, merged: UUID) -> None:
    caller = world.worker_at(world.midwives, "midwife", scopes="subjects:merge")
    async with world.client(caller) as client:
        path = f"/consent/v1/subjects/{kept_id}/{what}"
        answer = await client.post(path, json={"mergedSubjectId": str(merged)})
    assert answer.status_code == 200, answer.text


async def test_a_child_is_told_from_others_by_the_own_label(world: World) -> None:
    children = sorted(await two_children(world))
    page = await get(world)
    assert page.text.count("<summary>Ge barnet ett eget namn") == 2
    done = await name(world, children[0], " Lillan ")
    assert (done.status_code, done.headers["location"]) == (303, f"{OWN}?said=named")
    page = await get(world, path=f"{OWN}?said=named")
    assert "Namnet är sparat. Bara du ser det." in page.text
    assert "<bdi>Lillan</bdi> (barn 1)" in page.text
    assert "Ditt barn (Barn 2)" in page.text
    assert "<bdi>Lillan</bdi> (child 1)" in (await get(world, language="en")).text


async def test_a_label_is_changed_and_taken_away(world: World) -> None:
    child = await child_of(world, await world.recorded())
    await name(world, child, "Lillan")
    await name(world, child, "<b>Stora</b>")
    page = await get(world)
    assert "<bdi>&lt;b&gt;Stora&lt;/b&gt;</bdi> (ditt barn)" in page.text
    assert "Lillan" not in page.text
    gone = await name(world, child, "")
    assert gone.headers["location"] == f"{OWN}?said=unnamed"
    assert "Stora" not in (await get(world)).text
    assert await kept(world) == 0
    actions = [
        row["action"]
        for row in await world.database.rows(
            "SELECT action FROM audit_entry WHERE action LIKE 'child-label%' ORDER BY at"
        )
    ]
    assert actions == ["child-label.write", "child-label.write", "child-label.remove"]


async def test_what_changes_nothing_leaves_no_trace(world: World) -> None:
    child = await child_of(world, await world.recorded())
    assert (await name(world, child, "")).status_code == 303
    await name(world, child)
    await name(world, child)
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action LIKE 'child-label%'") == 1


async def test_a_form_stands_once_for_each_child_and_the_label_on_each_consent(world: World) -> None:
    consent_id = await world.recorded()
    await world.recorded("evt-2", externalId="samtycke-2", situation="another")
    child = await child_of(world, consent_id)
    await name(world, child)
    page = await get(world)
    assert page.text.count("<details") == 1
    assert page.text.count(f"<h2><bdi>{LABEL}</bdi> (ditt barn)</h2>") == 2
    one = await get(world, path=f"{OWN}/{consent_id}")
    assert f"<h1><bdi>{LABEL}</bdi> (ditt barn): family-support-1</h1>" in one.text
    assert LABEL not in one.text.split("</title>", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("label", "said", "english"),
    [
        ("x" * 41, "Skriv högst 40 tecken.", "Write at most 40 characters."),
        ("Lillan 20170101-2393", "Skriv inte sex siffror i rad.", "write six digits in a row."),
        ("Lill\u202ean", "Skriv bara tecken som syns", "Write only characters that can be seen"),
        ("   ", "eller lämna fältet helt tomt", "or leave the field quite empty"),
    ],
)
async def test_what_is_no_label_is_refused_at_its_field_and_nothing_is_lost(
    world: World, label: str, said: str, english: str
) -> None:
    first, second = await two_children(world)
    await name(world, first, "Lillan")
    refused = await name(world, first, label)
    assert refused.status_code == 422
    assert f'href="#f-label-{first}"' in refused.text
    assert f'id="e-label-{first}"' in refused.text
    assert f'id="e-label-{second}"' not in refused.text
    assert refused.text.count("<details open>") == 1
    assert refused.text.count(said) == 2
    assert f'value="{label}"' in refused.text
    assert english in (await name(world, first, label, **{"Accept-Language": "en"})).text.replace(
        "&#39;", "'"
    )
    back = await get(world, path=f"{OWN}/children/{first}/label", language="en")
    assert (back.status_code, back.headers["location"]) == (303, OWN)
    assert "<bdi>Lillan</bdi>" in (await get(world)).text
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action LIKE 'child-label%'") == 1


async def test_each_custodian_sees_the_own_label_alone(world: World) -> None:
    child = await child_of(world, await world.recorded())
    await name(world, child, LABEL, MOTHER)
    assert LABEL not in (await get(world, FATHER)).text
    await name(world, child, "Sessan", FATHER)
    assert "Sessan" not in (await get(world, MOTHER)).text
    assert f"<bdi>{LABEL}</bdi>" in (await get(world, MOTHER)).text
    await name(world, child, "", FATHER)
    assert f"<bdi>{LABEL}</bdi>" in (await get(world, MOTHER)).text


async def test_who_is_no_custodian_is_told_that_there_is_no_such_child(world: World) -> None:
    child = await child_of(world, await world.recorded())
    for label in (LABEL, "", "170101"):
        assert (await name(world, child, label, STRANGER)).status_code == 404
    assert (await name(world, UUID(int=7))).status_code == 404
    async with world.client(world.midwife) as client:
        answer = await client.post(
            f"{OWN}/children/{child}/label", data={f"label-{child}": "x"}, headers=FORM
        )
    assert answer.status_code == 403
    assert await kept(world) == 0


async def test_an_adults_own_consent_is_about_no_child(world: World) -> None:
    yes = {"relation": "adult_self", "value": "yes", "givenAt": "2026-11-20T09:00:00Z", "method": "oral"}
    own = await world.recorded(subject=person(MOTHER), subjectKind="adult", positions=[yes])
    assert "<details" not in (await get(world)).text
    assert (await name(world, await child_of(world, own))).status_code == 404


async def test_without_custody_a_label_is_not_shown_nor_changed(world: World) -> None:
    child = await child_of(world, await world.recorded())
    await name(world, child)
    closing = {"subjectId": str(child), "situation": "family-support-1", "reason": "custody_changed"}
    async with world.client(world.midwife) as client:
        assert (await client.post("/consent/v1/closed-situations", json=closing)).status_code == 200
    assert LABEL not in (await get(world)).text
    assert (await name(world, child, "Annan")).status_code == 404


async def test_a_label_follows_a_merge_and_the_newest_stands_until_a_split(world: World) -> None:
    earlier = await child_of(world, await world.recorded(subject=COORDINATION))
    later = await child_of(world, await world.recorded("evt-2", externalId="s-2", situation="another"))
    await name(world, earlier, "Bebisen")
    await merge(world, "merges", later, earlier)
    page = await get(world)
    assert page.text.count("<h2><bdi>Bebisen</bdi> (ditt barn)</h2>") == 2
    assert page.text.count("<details") == 1
    assert f"{OWN}/children/{later}/label" in page.text
    await merge(world, "splits", later, earlier)
    assert "Ditt barn (Barn " in (await get(world)).text
    world.clock.moment += timedelta(minutes=1)
    await name(world, later, "Stora")
    await merge(world, "merges", later, earlier)
    assert (await get(world)).text.count("<bdi>Stora</bdi> (ditt barn)") == 2
    await merge(world, "splits", later, earlier)
    both = (await get(world)).text
    assert "<bdi>Bebisen</bdi> (barn " in both
    assert "<bdi>Stora</bdi> (barn " in both


async def test_one_change_after_a_merge_is_for_all_the_childs_records(world: World) -> None:
    earlier = await child_of(world, await world.recorded(subject=COORDINATION))
    later = await child_of(world, await world.recorded("evt-2", externalId="s-2", situation="another"))
    await name(world, earlier, "Bebisen")
    await merge(world, "merges", later, earlier)
    assert (await name(world, earlier, "Lillan")).status_code == 303
    rows = await world.database.rows("SELECT child_id FROM child_label")
    assert [row["child_id"] for row in rows] == [later]
    await name(world, later, "")
    assert await kept(world) == 0


async def test_a_new_number_keeps_the_label_that_was_given_under_the_earlier(world: World) -> None:
    child = await child_of(world, await world.recorded())
    await name(world, child, LABEL, MOTHER)
    assert f"<bdi>{LABEL}</bdi>" in (await get(world, STRANGER, MOTHER)).text
    await name(world, child, "Lillan", STRANGER, MOTHER)
    assert await kept(world) == 1
    assert "<bdi>Lillan</bdi>" in (await get(world, STRANGER, MOTHER)).text


async def whole_database(world: World) -> str:
    """Every row of every table, as text; binary columns in hexadecimal."""
    tables = await world.database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = []
    for table in tables:
        rows = await world.database.rows(f'SELECT t::text AS row FROM "{table["tablename"]}" t')  # noqa: S608
        found += [row["row"] for row in rows]
    return "\n".join(found)


async def test_the_label_is_sealed_and_stands_in_no_log_trace_or_announcement(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    child = await child_of(world, await world.recorded())
    before = await world.one("SELECT count(*) FROM outbox")
    with caplog.at_level(logging.DEBUG):
        await name(world, child)
        await name(world, child, f"{LABEL} 170101")
        assert LABEL in (await get(world)).text
    ours = [record for record in caplog.records if record.name.startswith("slussen")]
    assert not any(LABEL in str(vars(record)) for record in ours)
    written = await whole_database(world)
    assert str(child) in written
    for hidden in (LABEL, LABEL.encode().hex(), LABEL.encode().hex().upper()):
        assert hidden not in written
    assert await world.one("SELECT count(*) FROM outbox") == before
    (trace,) = await world.database.rows("SELECT * FROM audit_entry WHERE action = 'child-label.write'")
    caller = await logged_in(world)
    assert (trace["actor"], trace["authority_id"], trace["unit_id"]) == (caller.subject, None, None)
    assert (trace["subject_id"], trace["resource_type"], trace["purpose"]) == (
        child,
        "child_label",
        "own-view",
    )


async def test_no_answer_but_the_writers_own_page_holds_the_label(world: World) -> None:
    consent_id = await world.recorded()
    child = await child_of(world, consent_id)
    await name(world, child)
    for path in (
        "/consent/v1/own-consents",
        f"/consent/v1/own-consents/{consent_id}",
        f"/consent/v1/own-consents/{consent_id}/receipt",
        f"/consent/v1/own-accesses?subjectId={child}",
        f"{OWN}/{consent_id}/receipt",
        f"{OWN}/log?subject={child}",
    ):
        answer = await get(world, path=path)
        assert answer.status_code == 200, path
        assert LABEL not in answer.text, path
        assert "child_label" not in answer.text, path
    async with world.client(world.midwife) as client:
        for path in (
            f"/consent/v1/consents/{consent_id}",
            f"/consent/v1/consents?subjectId={child}",
            f"/consent/pages/people/{child}",
            f"/consent/pages/consents/{consent_id}",
        ):
            shown = await client.get(path)
            assert shown.status_code == 200, path
            assert LABEL not in shown.text, path


async def test_a_label_moved_to_another_row_is_not_shown_and_the_page_stands(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = await two_children(world)
    await name(world, first, "Lillan")
    await name(world, second, "Stora")
    await world.database.rows(
        "UPDATE child_label SET sealed = (SELECT sealed FROM child_label WHERE child_id = $1) WHERE child_id = $2",
        first,
        second,
    )
    page = await get(world)
    assert page.status_code == 200
    assert page.text.count("<bdi>Lillan</bdi>") == 1
    assert "a child's label can't be opened" in caplog.messages


async def under(world: World, known_as: str, statement: str, *arguments: Any) -> str:
    """Do something beneath the application, as whoever has these ids, at the authority that keeps the consent."""
    connection = await asyncpg.connect(world.database.urls.app)
    try:
        async with connection.transaction():
            await connection.execute("SELECT set_config('app.person', $1, true)", known_as)
            await connection.execute("SELECT set_config('app.authority', $1, true)", str(world.region))
            done: str = await connection.execute(statement, *arguments)
            return done
    finally:
        await connection.close()


async def test_the_database_shows_and_changes_a_label_under_its_writers_ids_alone(world: World) -> None:
    child = await child_of(world, await world.recorded())
    await name(world, child)
    mother, father = [str((await logged_in(world, number)).known_as[0]) for number in (MOTHER, FATHER)]
    writing = "INSERT INTO child_label VALUES ($1, $2, ''::bytea, now(), current_date)"
    for known_as, seen in ((mother, 1), (father, 0), ("", 0)):
        assert await under(world, known_as, "SELECT FROM child_label") == f"SELECT {seen}"
        assert await under(world, known_as, "UPDATE child_label SET shown_on = shown_on") == f"UPDATE {seen}"
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await under(world, known_as, writing, UUID(int=9), child)


async def test_what_was_not_shown_for_long_is_forgotten_unread(
    world: World, worker_database: Database
) -> None:
    first, second = await two_children(world)
    today = local_day(world.clock.moment)
    await name(world, first, "Lillan")
    await name(world, second, "Stora")
    old: Any = today - timedelta(days=400)
    await world.database.rows("UPDATE child_label SET shown_on = $1", old)
    await get(world)
    assert await forget_old_labels(worker_database, today - timedelta(days=365)) == 0
    await world.database.rows("UPDATE child_label SET shown_on = $1 WHERE child_id = $2", old, first)
    assert await forget_old_labels(worker_database, today - timedelta(days=365)) == 1
    assert await world.one("SELECT child_id FROM child_label") == second
    (trace,) = await world.database.rows("SELECT * FROM audit_entry WHERE action = 'child-label.forget'")
    assert (trace["subject_id"], trace["actor"], trace["purpose"]) == (first, "system", "retention")
    pool = await worker_database.raw_pool()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.fetch("SELECT sealed FROM child_label")
