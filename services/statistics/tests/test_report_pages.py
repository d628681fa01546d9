"""The pages of annual reports: what they show and what their forms do."""

import re
from html import unescape
from importlib import resources
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import httpx
import pytest

from slussen_chassis.app import Service
from slussen_chassis.pages.texts import read_texts
from slussen_chassis.testing import client_for, staff
from slussen_statistics.routes.pages import SITE

PAGES = "/statistics/pages"
CENTRE = "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"


class Reader:
    """Somebody's browser, as far as a service sees one."""

    def __init__(self, service: Service, caller: Any) -> None:
        self.service, self.caller, self.language = service, caller, "sv"

    async def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async with client_for(self.service, self.caller, "statistics") as client:
            headers = {"accept-language": self.language}
            return await client.request(method, path, headers=headers, **more)

    async def see(self, path: str = "", status: int = 200) -> str:
        answer = await self._ask("GET", path if path.startswith(PAGES) else PAGES + path)
        assert answer.status_code == status, answer.text[-3000:]
        return unescape(answer.text)

    async def send(self, path: str, status: int = 303, **fields: Any) -> httpx.Response:
        answer = await self._ask("POST", path if path.startswith(PAGES) else PAGES + path, data=fields)
        assert answer.status_code == status, answer.text[-3000:]
        return answer

    async def follow(self, path: str, **fields: Any) -> str:
        answer = await self.send(path, **fields)
        return await self.see(answer.headers["location"].partition("#")[0])


@pytest.fixture
async def reader(service: Service, deliver: Any, make: SimpleNamespace) -> Reader:
    unit, authority = uuid4(), uuid4()
    made, centre = make.place(unit, authority_id=authority, profile_id="jamtland", county_code="23")
    await deliver(made, centre.model_copy(update={"county_code": "23"}))
    scopes = "statistics:record statistics:read-own statistics:read-published"
    return Reader(service, staff(scopes, authority=authority, unit=unit, county_code="23"))


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return found[1]


async def begun(reader: Reader) -> str:
    """Begin a report by its form; return its address."""
    sent = await reader.send("/reports", centreId=CENTRE, year="2026")
    return str(sent.headers["location"]).partition("?")[0]


def test_every_text_that_a_template_names_is_there() -> None:
    texts = read_texts("slussen_chassis.pages", SITE.package)["sv"]
    for template in (resources.files(SITE.package) / "pages").iterdir():
        for key in re.findall(r'\bt\("([a-z0-9.-]+)"[,)]', template.read_text("utf-8")):
            assert key in texts, (template.name, key)


async def test_a_report_is_written_together_on_its_pages_and_handed_in(reader: Reader) -> None:
    path = await begun(reader)
    assert "Länet har inte publicerat något än." in (await reader.see(path))
    twice = await reader.send("/reports", 422, centreId=CENTRE, year="2026")
    assert "redan påbörjad" in twice.text
    for section in ("description", "joint_work", "results", "analysis", "special_support"):
        page = await reader.follow(
            f"{path}/sections/{section}", text=f"Om {section}.\n\nNytt stycke.", version="0"
        )
        assert "Texten är sparad." in page
    stale = await reader.send(f"{path}/sections/analysis", 409, text="En annan analys.", version="0")
    assert "En annan analys." in stale.text
    assert "Sparat nu: Om analysis." in stale.text
    bad = await reader.send(f"{path}/sections/analysis", 422, text="Ring 850101-2382", version="1")
    assert "personnummer" in bad.text
    for reference in ("p1", "p2"):
        goal = {"reference": reference, "goalKind": "priority", "goal": "Fler pappor", "isMeasurable": "yes"}
        page = await reader.follow(f"{path}/sections/next_goals/goals", version="0", **goal)
        assert "Målet är sparat." in page
    again = await reader.send(f"{path}/sections/next_goals/goals", 409, version="9", **goal)
    assert "Fler pappor" in again.text
    seen = await reader.see(path)
    assert "prioriterade mål för" not in seen
    done = await reader.follow(f"{path}/submission", version=hidden(seen, "version"), releaseId="")
    assert "Inlämnad" in done
    assert "Öppna berättelsen igen" in done
    await reader.see(f"{path}/sections/analysis", 409)
    opened = await reader.follow(f"{path}/reopening", version=hidden(done, "version"), reason="Fel antal.")
    assert "Utgåva 2" in opened
    assert "Skäl: Fel antal." in opened


async def test_what_hinders_is_told_by_heading_and_nothing_is_handed_in(reader: Reader) -> None:
    path = await begun(reader)
    seen = await reader.see(path)
    refused = await reader.send(f"{path}/submission", 422, version=hidden(seen, "version"), releaseId="")
    assert "Den särskilda uppgiften" in unescape(refused.text)
    assert "Utkast" in refused.text


async def test_parents_words_are_taken_from_the_survey_or_written_and_taken_away(
    reader: Reader, call: Any
) -> None:
    answer = {
        "kind": "answer",
        "on": "2026-11-04",
        "instrument": "parent_survey",
        "values": {"g1": 4},
        "quotes": [{"text": "Varmt bemötande.", "by": "woman"}],
    }
    entered = await call(reader.caller, "POST", f"/centres/{CENTRE}/entries", json=answer)
    assert entered.status_code == 201
    path = f"{await begun(reader)}/sections/results"
    assert "Varmt bemötande." in await reader.see(path)
    page = await reader.follow(f"{path}/quotes", version="0", quote="Varmt bemötande.", by="woman")
    assert "Ur årets enkätsvar" not in page
    unmarked = await reader.send(f"{path}/quotes", 422, version="1", quote="Bra.")
    assert "Vem sa det?" in unmarked.text
    page = await reader.follow(f"{path}/quotes", version="1", quote="Bra.", by="man")
    assert "”Bra.”" in page
    page = await reader.follow(f"{path}/quotes/removal", version="2", place="0")
    assert "Ur årets enkätsvar" in page


async def test_every_page_opens_in_both_languages(reader: Reader) -> None:
    path = await begun(reader)
    for language in ("sv", "en"):
        reader.language = language
        for one in ("", "/reports", path, f"{path}/sections/description", f"{path}/sections/last_goals"):
            assert f'<html lang="{language}"' in await reader.see(one)
    await reader.see("/nowhere", 404)
    await reader.see(f"{path}/sections/nothing", 404)
