"""What is phased out says so: in every answer, in its document, and with a notice of a year."""

from datetime import date
from typing import ClassVar
from uuid import uuid4

import httpx
import pytest
from sample_service.app import NoteWritten

from slussen_chassis.app import Service
from slussen_chassis.openapi import operations
from slussen_contracts.documents.schemas import event_schema
from slussen_contracts.phase_out import PhaseOut, read

ENDS = PhaseOut(date(2027, 1, 1), date(2028, 1, 1), "slussen.sample.note.written.v2")


async def test_every_answer_of_a_phased_out_operation_tells_the_days_and_the_successor(
    client: httpx.AsyncClient,
) -> None:
    written = (await client.post("/sample/v1/notes", json={"title": "Möte"})).json()
    answers = [
        await client.get(f"/sample/v1/notes/{note_id}/title") for note_id in (written["id"], uuid4(), "x")
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 422]
    for answer in answers:
        assert answer.headers["deprecation"] == "@1798761600"
        assert answer.headers["sunset"] == "Sat, 01 Jan 2028 00:00:00 GMT"
        assert answer.headers["link"] == (
            '</docs>; rel="deprecation"; type="text/html", </sample/v2/notes>; rel="successor-version"'
        )


async def test_what_stays_tells_nothing(client: httpx.AsyncClient) -> None:
    for path in ("/sample/v1/notes", f"/sample/v1/notes/{uuid4()}"):
        assert not {"deprecation", "sunset", "link"} & (await client.get(path)).headers.keys()


def test_the_document_says_the_same(service: Service) -> None:
    described = {one["operationId"]: one for _, _, one in operations(service.api.openapi())}
    assert described["readTitle"]["deprecated"] is True
    assert described["readTitle"]["x-phase-out"] == {
        "since": "2027-01-01",
        "sunset": "2028-01-01",
        "guide": "/docs",
        "successor": "/sample/v2/notes",
    }
    for answer in described["readTitle"]["responses"].values():
        assert {"Deprecation", "Sunset", "Link"} <= answer["headers"].keys()
    assert not {"deprecated", "x-phase-out"} & described["listNotes"].keys()


def test_an_event_that_is_phased_out_says_so_in_its_schema() -> None:
    class Ending(NoteWritten):
        phase_out: ClassVar[PhaseOut | None] = ENDS

    assert read(event_schema(Ending)) == ENDS
    assert read(event_schema(NoteWritten)) is None


@pytest.mark.parametrize("sunset", [date(2027, 12, 31), date(2026, 1, 1)])
def test_a_notice_is_a_year_or_more(sunset: date) -> None:
    with pytest.raises(ValueError, match="365 days"):
        PhaseOut(date(2027, 1, 1), sunset)
