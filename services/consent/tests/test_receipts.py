"""Receipts: what one custodian answered, signed, in three languages, verifiable by anyone, and about nobody else."""

import base64
import copy
import io
import json
import re
from typing import Any
from uuid import UUID

import httpx
import pytest
import yaml
from consent_world import CHILD, FATHER, MOTHER, World, person
from own_person import logged_in
from pypdf import PdfReader

from slussen_chassis.auth import Caller
from slussen_chassis.sealing.keys import new_seal_key
from slussen_chassis.testing import staff
from slussen_consent.receipt_keys import PDF, RECEIPT, ReceiptKeys, Verdict
from slussen_consent.settings import ConsentSettings
from slussen_consent.words import LANGUAGES

OWN = "/consent/v1/own-consents"
VERIFY = "/consent/v1/receipt-verifications"
NUMBERS = (CHILD, MOTHER, FATHER)


async def get(world: World, path: str, number: str = MOTHER) -> httpx.Response:
    async with world.client(await logged_in(world, number)) as client:
        return await client.get(path)


async def verify(world: World, **asked: Any) -> dict[str, Any]:
    """As anyone who has no login: the gateway makes them anonymous."""
    async with world.client(Caller("anonymous", "anonymous")) as client:
        answer = await client.post(VERIFY, json=asked, headers={"Accept-Language": "en"})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def receipt(world: World, consent_id: UUID, query: str = "", number: str = MOTHER) -> dict[str, Any]:
    answer = await get(world, f"{OWN}/{consent_id}/receipt{query}", number)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/ld+json"
    return dict(answer.json())


async def test_a_receipt_is_a_record_of_27560_in_the_terms_of_dpv(world: World) -> None:
    consent_id = await world.recorded()
    found = await receipt(world, consent_id, "?language=en")
    assert found["@type"] == "dpv:ConsentReceipt"
    assert found["dct:conformsTo"] == "https://w3id.org/dpv/schema/dpv-27560"
    assert found["dct:identifier"] == f"urn:uuid:{consent_id}:v1"
    assert found["dpv:hasDataSubject"]["@type"] == "dpv:Child"
    status, overall = found["dpv:hasConsentStatus"]
    assert (status["@type"], status["dpv:isIndicatedBy"]) == ("dpv:ConsentGiven", "dpv:Guardian")
    assert status["dpv:isIndicatedAtTime"] == "2026-11-20T09:00:00Z"
    assert status["dpv:hasDuration"] == {"@type": "dpv:UntilTimeDuration", "rdf:value": "2027-03-31"}
    assert overall["@type"] == "dpv:ConsentStatusValidForProcessing"
    (process,) = found["dpv:hasProcess"]
    assert process["dpv:hasPersonalData"]["dct:identifier"] == "parental_support"
    assert process["dpv:hasRule"] == "dpv:Permission"
    assert "No legal basis under GDPR" in found["dpv:hasLegalBasis"]["dct:description"]
    terms = re.findall(r'"((?:dpv|dct|loc|rdf|eu-gdpr):[A-Za-z0-9-]+)"', json.dumps(found))
    assert {term.partition(":")[0] for term in terms} <= found["@context"].keys()


async def test_a_receipt_tells_of_one_custodian_alone(world: World) -> None:
    """The father said no: the mother's receipt holds her yes, that nothing may be told, and nothing of him."""
    given = "2026-11-20T09:00:00Z"
    positions = [
        {"custodian": person(MOTHER), "value": "yes", "givenAt": given, "method": "oral"},
        {"custodian": person(FATHER), "value": "no", "givenAt": "2026-11-21T10:11:00Z", "method": "written"},
    ]
    consent_id = await world.recorded(positions=positions)
    found = json.dumps(await receipt(world, consent_id))
    assert "10:11" not in found
    assert "written" not in found
    assert str((await logged_in(world, FATHER)).known_as[0]) not in found
    assert "dpv:ConsentStatusInvalidForProcessing" in found
    assert (await receipt(world, consent_id, number=FATHER))["dpv:hasConsentStatus"][0]["@type"] == (
        "dpv:ConsentRefused"
    )


async def test_no_receipt_holds_a_number_or_an_id_that_leads_elsewhere(world: World) -> None:
    consent_id = await world.recorded()
    subject_id = str(await world.one("SELECT subject_id FROM consent"))
    for language in LANGUAGES:
        plain = json.dumps(await receipt(world, consent_id, f"?language={language}"))
        pdf = (await get(world, f"{OWN}/{consent_id}/receipt-document?language={language}")).content
        for text in (plain, text_of(pdf)):
            assert not any(number in text for number in NUMBERS)
            assert subject_id not in text


async def test_anyone_verifies_a_receipt_and_a_change_of_it_shows(world: World) -> None:
    consent_id = await world.recorded()
    found = await receipt(world, consent_id, "?language=ar")
    assert await verify(world, receipt=found) == {
        "outcome": "valid",
        "text": "The receipt is genuine and unchanged.",
        "keyId": "receipts-test",
        "receipt": f"urn:uuid:{consent_id}:v1",
    }
    reordered = json.loads(json.dumps(dict(reversed(found.items())), indent=3))
    assert (await verify(world, receipt=reordered))["outcome"] == "valid"
    for change in (
        lambda one: one["dpv:hasProcess"][0].update({"dpv:hasRule": "dpv:Prohibition"}),
        lambda one: one.update({"more": 1.5}),
        lambda one: one["dpv:hasConsentStatus"].pop(),
        lambda one: one["proof"].update({"jws": one["proof"]["jws"][:-4] + "AAAA"}),
    ):
        changed = copy.deepcopy(found)
        change(changed)
        assert await verify(world, receipt=changed) == {
            "outcome": "changed",
            "text": "The receipt was changed after it was signed, or the signature belongs to something else.",
            "keyId": "receipts-test",
            "receipt": None,
        }


@pytest.mark.parametrize(
    "proof", [None, 1, {}, {"jws": 1}, {"jws": "a.b.c"}, {"jws": ".."}, {"jws": "e30..x"}, {"jws": "é..x"}]
)
async def test_what_is_not_signed_is_told_apart(world: World, proof: Any) -> None:
    assert (await verify(world, receipt={"@id": "x", "proof": proof}))["outcome"] == "unsigned"


async def test_a_receipt_of_another_system_has_an_unknown_key(world: World) -> None:
    consent_id = await world.recorded()
    found = await receipt(world, consent_id)
    other = ReceiptKeys(new_seal_key("elsewhere"), {"keys": []})
    content = {name: value for name, value in found.items() if name != "proof"}
    from slussen_consent.domain.receipt import canonical

    forged = content | {"proof": {"jws": other.sign(canonical(content), RECEIPT)}}
    answer = await verify(world, receipt=forged)
    assert (answer["outcome"], answer["keyId"]) == ("unknown_key", "elsewhere")


async def test_a_pdf_is_verified_by_its_signature_and_always_has_the_same_bytes(world: World) -> None:
    consent_id = await world.recorded()
    path = f"{OWN}/{consent_id}/receipt-document?language=ar"
    first, second = await get(world, path), await get(world, path)
    assert first.status_code == 200, first.text
    assert first.headers["content-type"] == "application/pdf"
    assert first.content == second.content
    signature = first.headers["slussen-signature"]
    assert signature == second.headers["slussen-signature"]
    encoded = base64.b64encode(first.content).decode()
    assert (await verify(world, pdf=encoded, signature=signature))["outcome"] == "valid"
    changed = base64.b64encode(first.content.replace(b"/Title", b"/Tidle", 1) + b" ").decode()
    assert (await verify(world, pdf=changed, signature=signature))["outcome"] == "changed"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_document_is_in_the_language_asked_for_and_says_where_it_is_unreviewed(
    world: World, language: str
) -> None:
    consent_id = await world.recorded()
    content = (await get(world, f"{OWN}/{consent_id}/receipt-document?language={language}")).content
    reader = PdfReader(io.BytesIO(content))
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(language)
    assert "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert ("inte granskad" in text_of(content)) is (language == "ar")


async def test_the_signature_is_a_file_beside_the_pdf_and_verifies_it(world: World) -> None:
    consent_id = await world.recorded()
    page = await get(world, f"/consent/pages/own/{consent_id}/receipt")
    assert f"{OWN}/{consent_id}/receipt-signature?language=sv&amp;version=1" in page.text
    pdf = await get(world, f"{OWN}/{consent_id}/receipt-document?version=1")
    signature = await get(world, f"{OWN}/{consent_id}/receipt-signature?version=1")
    assert (signature.status_code, signature.headers["content-type"]) == (200, "application/jose")
    assert signature.headers["content-disposition"].endswith('-v1-sv.jws"')
    assert signature.text == pdf.headers["slussen-signature"]
    encoded = base64.b64encode(pdf.content).decode()
    assert (await verify(world, pdf=encoded, signature=signature.text))["outcome"] == "valid"
    changed = base64.b64encode(pdf.content + b" ").decode()
    assert (await verify(world, pdf=changed, signature=signature.text))["outcome"] == "changed"


async def test_every_version_has_its_own_receipt(world: World) -> None:
    consent_id = await world.recorded()
    async with world.client(await logged_in(world)) as client:
        assert (await client.post(f"{OWN}/{consent_id}/withdrawal")).status_code == 200
    now = await receipt(world, consent_id)
    assert now["dpv:hasConsentStatus"][0]["@type"] == "dpv:ConsentWithdrawn"
    assert now["dpv:hasProcess"][0]["dpv:hasRule"] == "dpv:Prohibition"
    before = await receipt(world, consent_id, "?version=1")
    assert before["dpv:hasConsentStatus"][0]["@type"] == "dpv:ConsentGiven"
    assert (await get(world, f"{OWN}/{consent_id}/receipt?version=7")).status_code == 404


async def test_where_the_view_is_closed_there_is_no_receipt_either(world: World) -> None:
    consent_id = await world.recorded(custodyVerifiedOn=None, custodySource=None)
    for path in ("receipt", "receipt-document", "receipt-signature"):
        assert (await get(world, f"{OWN}/{consent_id}/{path}")).status_code == 403
        assert (await get(world, f"{OWN}/{consent_id}/{path}", "200002292399")).status_code == 404


async def test_staff_hands_a_custodian_the_receipt_that_the_custodian_would_get(world: World) -> None:
    consent_id = await world.recorded()
    mother = (await logged_in(world)).known_as[0]
    path = f"/consent/v1/consents/{consent_id}/receipt"
    async with world.client(world.midwife) as client:
        handed = await client.get(f"{path}?custodianId={mother}")
        nobody = await client.get(f"{path}?custodianId={UUID(int=1)}")
        pdf = await client.get(f"{path}-document?custodianId={mother}&language=ar")
    assert handed.json() == await receipt(world, consent_id)
    assert (nobody.status_code, nobody.json()["code"]) == (404, "position-not-found")
    assert pdf.content.startswith(b"%PDF")
    elsewhere = staff("consent:read", authority=UUID(int=2))
    async with world.client(elsewhere) as client:
        assert (await client.get(f"{path}?custodianId={mother}")).status_code == 404


async def test_the_keys_are_open_and_hold_no_private_part(world: World, settings: ConsentSettings) -> None:
    own = json.loads(settings.receipt_key.get_secret_value())
    async with world.client(Caller("anonymous", "anonymous")) as client:
        answer = await client.get("/consent/v1/receipt-keys")
    (key,) = answer.json()["keys"]
    assert key == {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": own["x"],
        "kid": "receipts-test",
        "alg": "Ed25519",
        "use": "sig",
    }
    assert "max-age" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "asked", [{}, {"pdf": "AAAA"}, {"signature": "x"}, {"receipt": {}, "pdf": "AAAA", "signature": "x"}]
)
async def test_a_verification_is_of_one_thing(world: World, asked: dict[str, Any]) -> None:
    async with world.client(Caller("anonymous", "anonymous")) as client:
        assert (await client.post(VERIFY, json=asked)).status_code == 422


def test_a_key_that_has_been_replaced_still_verifies_and_one_purpose_is_not_another() -> None:
    old, new = new_seal_key("2026"), new_seal_key("2027")
    before = ReceiptKeys(old, {"keys": []})
    after = ReceiptKeys(new, before.public())
    signature = before.sign(b"content", RECEIPT)
    assert after.verify(b"content", signature, RECEIPT) == (Verdict.VALID, "2026")
    assert after.verify(b"content", signature, PDF) == (Verdict.UNSIGNED, None)
    assert after.verify(b"other", signature, RECEIPT) == (Verdict.CHANGED, "2026")
    assert [key["kid"] for key in after.public()["keys"]] == ["2027", "2026"]
    with pytest.raises(ValueError, match="private"):
        ReceiptKeys(before.public()["keys"][0], {"keys": []})


def test_every_language_has_the_same_texts() -> None:
    from importlib.resources import files

    def keys(tree: Any, above: str = "") -> set[str]:
        if not isinstance(tree, dict):
            return {above}
        return {key for name, below in tree.items() for key in keys(below, f"{above}.{name}")}

    for folder in ("words", "receipt"):
        read = {
            language: keys(
                yaml.load(
                    (files("slussen_consent") / "locale" / folder / f"{language}.yaml").read_text("utf-8"),
                    Loader=yaml.BaseLoader,  # noqa: S506
                )
            )
            for language in LANGUAGES
        }
        assert read["sv"] == read["en"] == read["ar"]


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
