"""The copies of the register: newest state wins, however events come."""

from datetime import date

import pytest
from referral_world import World

from slussen_contracts.identifiers import Activity, Branch


@pytest.mark.case("EV-04")
async def test_register_events_twice_and_reordered_leave_the_newest_state(world: World) -> None:
    older = world.unit(world.nurses, world.region, Branch.HEALTH, None, "midwife", version=2)
    newest = world.unit(
        world.nurses, world.municipality, Branch.CULTURE, Activity.LIBRARY, "librarian", version=3
    )
    for event in (newest, older, newest):
        await world.deliver(event)
    [row] = await world.database.rows("SELECT * FROM known_unit WHERE id = $1", world.nurses)
    assert (row["version"], row["authority_id"], row["professions"]) == (3, world.municipality, ["librarian"])


@pytest.mark.case("EV-02")
async def test_an_end_that_comes_before_its_activation_stays_the_end(world: World) -> None:
    ended = world.agreement_event(5, valid_through=date(2026, 11, 1))
    for event in (ended, world.agreement_event(4)):
        await world.deliver(event)
    [row] = await world.database.rows("SELECT * FROM known_agreement")
    assert (row["version"], row["valid_through"]) == (5, date(2026, 11, 1))


async def test_a_centres_new_word_is_shown_at_once(world: World) -> None:
    referral = await world.opened()
    await world.deliver(world.centre_event(2, display_term="länkning"))
    assert (await world.get(f"/{referral['id']}")).json()["displayTerm"] == "länkning"
