import base64
import hashlib
import io
from typing import Any

import docx
import httpx
import pytest
from agreements_parts import Connect, administrator
from lifecycle_parts import ANYTHING, LOCAL_ROLES, County
from pypdf import PdfReader

from slussen_chassis.clock import FixedClock
from slussen_chassis.documents.seal import DocumentKeys
from slussen_chassis.testing import TestDatabase


@pytest.fixture
async def orebro(connect: Connect) -> County:
    return await County(connect, "18", "orebro").set_up()


@pytest.fixture
async def ready(orebro: County) -> dict[str, Any]:
    return await orebro.filled(await orebro.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01"))


async def fetched(
    http: httpx.AsyncClient, agreement: dict[str, Any], name: str, **params: str
) -> httpx.Response:
    answer = await http.get(f"/agreements/{agreement['id']}/{name}", params=params)
    assert answer.status_code == 200, answer.text
    return answer


def text_of(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split())


async def verified(http: httpx.AsyncClient, content: bytes) -> dict[str, Any]:
    answer = await http.post(
        "/document-verifications", content=content, headers={"Content-Type": "application/pdf"}
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_the_document_that_is_signed_has_every_clause_and_stays_the_same_bytes(
    orebro: County, ready: dict[str, Any], clock: FixedClock
) -> None:
    first = await fetched(orebro.admin, ready, "document/pdf")
    assert first.headers["content-type"] == "application/pdf"
    digest = base64.b64encode(hashlib.sha256(first.content).digest()).decode()
    assert first.headers["repr-digest"] == f"sha-256=:{digest}:"
    text = text_of(first.content)
    unbroken, place = text.replace("- ", ""), 0
    for clause in ready["clauses"]:
        place = unbroken.index(f"Text om {clause['label']}.".replace("- ", ""), place)
    assert "17. Underskrifter" in text
    assert "Att fylla i" not in text
    assert "UTKAST" not in text
    clock.moment = clock.moment.replace(year=2031)
    assert (await orebro.sign(ready, 0)).status_code == 201
    assert (await fetched(orebro.admin, ready, "document/pdf")).content == first.content


async def test_a_name_that_changes_later_does_not_change_what_was_handed_out(
    orebro: County, ready: dict[str, Any]
) -> None:
    first = await fetched(orebro.admin, ready, "document/pdf")
    change = {**{k: orebro.centre[k] for k in ("municipalityCode", "profileId", "activities", "validFrom")}}
    answer = await orebro.admin.put(
        f"/family-centres/{orebro.centre['id']}", json={**change, "name": "Nytt namn"}, headers=ANYTHING
    )
    assert answer.status_code == 200, answer.text
    assert (await fetched(orebro.admin, ready, "document/pdf")).content == first.content


async def test_a_draft_shows_what_is_to_be_filled_in_and_is_neither_kept_nor_sealed(
    orebro: County, database: TestDatabase
) -> None:
    draft = await orebro.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01")
    text = text_of((await fetched(orebro.admin, draft, "document/pdf")).content)
    assert "UTKAST" in text
    assert text.count("[Att fylla i:") == 17
    assert "[Att fylla i: Tvist]" in text
    for path in ("document", "document/seal"):
        answer = await orebro.admin.get(f"/agreements/{draft['id']}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (409, "document-is-draft")
    assert await database.rows("SELECT 1 FROM agreement_document") == []


async def test_a_new_wording_gets_a_document_of_its_own(
    orebro: County, ready: dict[str, Any], database: TestDatabase
) -> None:
    await fetched(orebro.admin, ready, "document/pdf")
    changed = await orebro.filled(await fetched_agreement(orebro, ready), dispute="Tvist avgörs i samråd.")
    assert changed["digest"] != ready["digest"]
    text = text_of((await fetched(orebro.admin, ready, "document/pdf")).content)
    assert "Tvist avgörs i samråd." in text
    digests = await database.rows("SELECT content_digest FROM agreement_document ORDER BY made_at, id")
    assert {row["content_digest"] for row in digests} == {ready["digest"], changed["digest"]}


async def fetched_agreement(county: County, agreement: dict[str, Any]) -> dict[str, Any]:
    found = (await county.admin.get(f"/agreements/{agreement['id']}")).json()
    labels = [{"key": clause["key"], "label": clause["label"]} for clause in found["clauses"]]
    return {**found, "completeness": {"missingClauses": labels}}


async def test_the_seal_is_checked_with_the_published_key_and_a_changed_byte_breaks_it(
    orebro: County, ready: dict[str, Any], connect: Connect
) -> None:
    pdf = (await fetched(orebro.admin, ready, "document/pdf")).content
    seal = await fetched(orebro.admin, ready, "document/seal")
    assert seal.headers["content-type"] == "application/jose"
    about = (await fetched(orebro.admin, ready, "document")).json()
    assert about["seal"] == seal.text
    assert about["sha256"] == hashlib.sha256(pdf).hexdigest()
    assert about["contentDigest"] == ready["digest"]
    published = await connect(None).get("/document-keys")
    assert published.status_code == 200
    assert all("d" not in key for key in published.json()["keys"])
    keys = DocumentKeys(published.json()["keys"])
    checked = keys.check(pdf, seal.text)
    assert checked is not None
    assert checked.key_id == about["keyId"] == "documents-test"
    assert keys.check(pdf[:-1] + bytes([pdf[-1] ^ 1]), seal.text) is None


async def test_a_file_is_told_from_what_was_handed_out(orebro: County, ready: dict[str, Any]) -> None:
    pdf = (await fetched(orebro.admin, ready, "document/pdf")).content
    exact = await verified(orebro.admin, pdf)
    assert exact["result"] == "exact"
    assert (exact["agreementId"], exact["edition"], exact["status"]) == (ready["id"], 1, "ready")
    assert exact["isPresentWording"] is True
    assert (await verified(orebro.admin, pdf + b"\nmore\n%%EOF"))["result"] == "exact_with_additions"
    changed = bytearray(pdf)
    changed[20_000] ^= 1
    other = await verified(orebro.admin, bytes(changed))
    assert (other["result"], other["agreementId"], other["edition"]) == ("not_exact", ready["id"], 1)
    assert other["contentDigest"] is None
    assert (await verified(orebro.admin, b"%PDF-1.7 else"))["result"] == "unknown"
    pdf_type = {"Content-Type": "application/pdf"}
    for no_pdf in (b"", b"something"):
        refused = await orebro.admin.post("/document-verifications", content=no_pdf, headers=pdf_type)
        assert refused.status_code == 422


async def test_an_earlier_wording_is_still_known_and_said_to_be_no_longer_the_present_one(
    orebro: County, ready: dict[str, Any]
) -> None:
    pdf = (await fetched(orebro.admin, ready, "document/pdf")).content
    await orebro.filled(await fetched_agreement(orebro, ready), dispute="Tvist avgörs i samråd.")
    found = await verified(orebro.admin, pdf)
    assert (found["result"], found["isPresentWording"]) == ("exact", False)


async def test_a_stranger_sees_no_document_and_learns_nothing_of_one(
    orebro: County, ready: dict[str, Any], connect: Connect
) -> None:
    pdf = (await fetched(orebro.admin, ready, "document/pdf")).content
    stranger = connect(administrator("12"))
    for path in ("document/pdf", "document/docx", "document", "document/seal"):
        assert (await stranger.get(f"/agreements/{ready['id']}/{path}")).status_code == 404
    assert (await verified(stranger, pdf)) == {
        **(await verified(stranger, b"%PDF-")),
        "sha256": hashlib.sha256(pdf).hexdigest(),
    }
    for party in orebro.people.values():
        assert (await fetched(party, ready, "document/pdf")).content == pdf


async def test_an_english_copy_says_that_the_swedish_text_holds_and_is_not_the_document(
    orebro: County, ready: dict[str, Any]
) -> None:
    await fetched(orebro.admin, ready, "document/pdf")
    copy = await fetched(orebro.admin, ready, "document/pdf", language="en")
    assert copy.headers["content-language"] == "en"
    text = text_of(copy.content)
    assert "READING COPY" in text
    assert "Collaboration agreement for Familjecentralen Vivalla" in text
    assert (await verified(orebro.admin, copy.content))["result"] == "not_exact"
    refused = await orebro.admin.get(f"/agreements/{ready['id']}/document/pdf", params={"language": "de"})
    assert refused.status_code == 422


async def test_the_docx_has_the_same_headings_and_clauses(orebro: County, ready: dict[str, Any]) -> None:
    made = await fetched(orebro.admin, ready, "document/docx")
    read = docx.Document(io.BytesIO(made.content))
    headings = [p.text for p in read.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings[:2] == ["1. Avtalsparter och placering", "2. Avtalstid"]
    assert "17. Underskrifter" in headings
    assert {"Text om tvist."} <= {p.text for p in read.paragraphs}


async def test_a_file_that_is_too_large_is_refused(orebro: County) -> None:
    answer = await orebro.admin.post(
        "/document-verifications",
        content=b"%PDF-" + bytes(8 * 1024 * 1024),
        headers={"Content-Type": "application/pdf"},
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == "too-large"
