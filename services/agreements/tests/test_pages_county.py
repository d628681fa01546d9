"""The county's page: what falls due there, with the way to where it is done."""

from agreements_parts import Connect
from lifecycle_parts import ANYTHING, County


async def seen(county: County) -> str:
    answer = await county.admin.get("http://service/agreements/pages/county")
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_the_same_duty_of_several_centres_stands_once_with_a_way_to_each_wheel(
    connect: Connect,
) -> None:
    county = await County(connect, "23", "jamtland").set_up()
    other = await county.register.centre(county.units, profileId="jamtland", municipalityCode="2380")
    page = await seen(county)
    assert page.count("Föräldraenkät delas ut") == 1
    for centre in (county.centre, other):
        assert f'href="/agreements/pages/centres/{centre["id"]}/wheel?year=2026"' in page
    path = f"/family-centres/{other['id']}/annual-wheel/duties/hand_out_parent_survey:2026-11-02"
    assert (await county.admin.put(path, json={"doneOn": "2026-11-20"}, headers=ANYTHING)).status_code == 200
    assert "Föräldraenkät delas ut" in await seen(county)


async def test_what_falls_due_of_a_centre_and_of_the_county_leads_to_no_agreement(connect: Connect) -> None:
    county = await County(connect, "08", "kalmar").set_up()
    centre = county.centre["id"]
    appointed = {"holderSubject": "nn", "validFrom": "2026-01-01", "validThrough": "2027-01-31"}
    path = f"/family-centres/{centre}/coordinator-appointments"
    assert (await county.admin.post(path, json=appointed)).status_code == 201
    await county.register.made("/county-goals", decidedOn="2025-01-10", goals=["Fler pappor."])
    page = await seen(county)
    assert f'href="/agreements/pages/centres/{centre}/steering"' in page
    assert "Samordnarens förordnande upphör" in page
    assert "Länets mål ska gås igenom" in page
    assert "None" not in page
