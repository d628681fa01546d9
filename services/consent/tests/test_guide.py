"""The guide for journal vendors says what is true: each example is sent as it stands and gets the answer shown."""

import re
from pathlib import Path
from typing import Any

from consent_world import World

from slussen_chassis.testing import staff

GUIDE = Path(__file__).parents[3] / "contracts" / "docs" / "journal-systems.md"
_BLOCK = re.compile(r"^```http\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def examples() -> list[tuple[str, str]]:
    """Each request with the status line that follows it."""
    blocks = _BLOCK.findall(GUIDE.read_text("utf-8"))
    return list(zip(blocks[::2], blocks[1::2], strict=True))


async def send(world: World, written: str, known: str | None) -> Any:
    head, _, body = written.replace("{id}", known or "").partition("\n\n")
    first, *lines = head.strip().split("\n")
    method, path = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    caller = staff(
        "consent:record consent:read subjects:resolve",
        authority=world.region,
        kind="client",
        client_id="journal-orebro",
        subject="journal-orebro",
    )
    async with world.client(caller) as client:
        return await client.request(method, path, content=body.strip().encode() or None, headers=headers)


async def test_every_example_of_the_guide_gets_the_answer_that_is_shown(world: World) -> None:
    known: str | None = None
    answers = []
    for request, shown in examples():
        answer = await send(world, request, known)
        assert f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}" == shown.strip(), (
            request,
            answer.text,
        )
        known = answer.json().get("id", known)
        answers.append((request.split("\n")[0], answer.json()))
    assert len(answers) >= 12
    by_request = dict(answers)
    moved = next(answer for request, answer in answers if request.endswith("/completion"))
    assert (moved["nextLine"], moved["accepted"], moved["rejected"]) == (3, 1, 1)
    assert len(by_request["POST /consent/v1/consents/searches"]["items"]) == 1
    assert by_request["POST /consent/v1/fhir/Consent/_search"]["total"] == 1
    assert by_request["POST /consent/v1/fhir"]["entry"][0]["response"]["status"] == "200 OK"
    assert await world.one("SELECT count(*) FROM consent") == 3
