import hashlib
import io
import logging
from pathlib import Path
from typing import Any

import httpx
import pytest
from agreements_parts import Connect, administrator
from lifecycle_parts import LOCAL_ROLES, County
from pypdf import PdfReader

from slussen_agreements.settings import AgreementsSettings
from slussen_chassis.clock import FixedClock
from slussen_chassis.signatures.testing import CertificateAuthority, Signatory
from slussen_chassis.testing import TestDatabase

NUMBER = "189001019802"


@pytest.fixture(autouse=True)
def quiet() -> None:
    """pyHanko logs each refusal with a traceback, which is no fault here."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


@pytest.fixture
def authority(clock: FixedClock) -> CertificateAuthority:
    return CertificateAuthority(clock.now())


@pytest.fixture
def settings(
    settings: AgreementsSettings, authority: CertificateAuthority, tmp_path: Path
) -> AgreementsSettings:
    trusted = authority.write(tmp_path / "trusted.pem")
    return settings.model_copy(update={"signature_trust": trusted, "qualified_signature_trust": trusted})


@pytest.fixture
async def orebro(connect: Connect) -> County:
    return await County(connect, "18", "orebro").set_up()


@pytest.fixture
async def ready(orebro: County) -> dict[str, Any]:
    return await orebro.filled(await orebro.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01"))


@pytest.fixture
def maja(authority: CertificateAuthority) -> Signatory:
    return authority.signatory(
        given="Maja",
        surname="Exempel",
        name=f"Maja Exempel {NUMBER}",
        organisation="Örebro kommun",
        organisation_identifier="NTRSE-2120001967",
        number=NUMBER,
        qualified=True,
    )


async def document(county: County, agreement: dict[str, Any]) -> bytes:
    return (await county.admin.get(f"/agreements/{agreement['id']}/document/pdf")).content


async def handed_in(http: httpx.AsyncClient, agreement: dict[str, Any], content: bytes) -> httpx.Response:
    return await http.post(
        f"/agreements/{agreement['id']}/signed-documents",
        content=content,
        headers={"Content-Type": "application/pdf"},
    )


def party(county: County, agreement: dict[str, Any], place: int) -> httpx.AsyncClient:
    return county.people[agreement["parties"][place]["authorityId"]]


def refused(answer: httpx.Response) -> str:
    assert answer.status_code == 422, answer.text
    (error,) = answer.json()["errors"]
    assert error["field"] == "body"
    return str(error["rule"])


async def evidence(county: County, agreement: dict[str, Any]) -> list[dict[str, Any]]:
    told = (await county.admin.get(f"/agreements/{agreement['id']}/signature-evidence")).json()
    assert told["contentDigest"] == agreement["digest"]
    return list(told["items"])


async def test_a_file_signed_outside_counts_as_the_partys_signature_and_brings_the_agreement_into_force(
    orebro: County, ready: dict[str, Any], maja: Signatory
) -> None:
    original = await document(orebro, ready)
    answer = await handed_in(party(orebro, ready, 0), ready, await maja.sign(original))
    assert answer.status_code == 201, answer.text
    assert answer.json()["status"] == "awaiting_signatures"
    assert (await orebro.sign(ready, 1)).status_code == 201
    assert (await orebro.admin.post(f"/agreements/{ready['id']}/activation")).status_code == 200
    by_file, by_session = await evidence(orebro, ready)
    assert (by_file["method"], by_file["level"]) == ("signed_pdf", "qualified")
    assert (by_session["method"], by_session["level"]) == ("session", "simple")
    assert by_session["assuranceLevel"] == "loa3"
    assert by_file["certificate"]["name"] == "Maja Exempel"
    assert by_file["certificate"]["organisation"] == "Örebro kommun"
    for one in (by_file, by_session):
        assert (one["loginIssuer"], one["loginMethods"]) == ("https://idp.example", ["pwd", "otp"])
        assert one["loggedInAt"] == "2026-11-22T07:55:00.000000Z"
        assert one["documentSha256"] == hashlib.sha256(original).hexdigest()
        assert (one["contentDigest"], one["coversPresentWording"]) == (ready["digest"], True)


async def test_the_signed_file_is_kept_encrypted_and_its_personal_number_is_nowhere_in_clear(
    orebro: County, ready: dict[str, Any], maja: Signatory, database: TestDatabase
) -> None:
    signed = await maja.sign(await document(orebro, ready))
    assert NUMBER.encode().hex().encode() in signed.lower()
    assert (await handed_in(party(orebro, ready, 0), ready, signed)).status_code == 201
    assert (await orebro.sign(ready, 1)).status_code == 201
    by_file, by_session = await evidence(orebro, ready)
    assert by_file["fileSha256"] == hashlib.sha256(signed).hexdigest()
    files = f"/agreements/{ready['id']}/signed-documents"
    assert (await orebro.admin.get(f"{files}/{by_file['signatureId']}")).content == signed
    assert (await orebro.admin.get(f"{files}/{by_session['signatureId']}")).status_code == 404
    rows = await database.rows("SELECT s::text AS row FROM agreement_signature s")
    kept = await database.rows("SELECT encode(encrypted, 'escape') AS row FROM agreement_signed_file")
    assert not [row for row in (*rows, *kept) if NUMBER in row["row"] or NUMBER.encode().hex() in row["row"]]
    assert "Exempel" not in kept[0]["row"]


async def test_the_evidence_is_a_document_that_tells_who_signed_and_who_is_waited_for(
    orebro: County, ready: dict[str, Any], maja: Signatory
) -> None:
    await handed_in(party(orebro, ready, 0), ready, await maja.sign(await document(orebro, ready)))
    made = await orebro.admin.get(f"/agreements/{ready['id']}/signature-evidence/pdf")
    pages = PdfReader(io.BytesIO(made.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in (
        "Underskriftsbevis",
        "Maja Exempel",
        "Kvalificerad",
        "Inloggad hos https://idp.example",
        "Inloggad med pwd, otp",
        "Inloggad 2026-11-22 08:55",
        "Underskrift väntas från Region Örebro län",
    ):
        assert words in text
    assert NUMBER not in text


async def test_what_is_not_the_signed_document_is_refused_with_its_reason(
    orebro: County, ready: dict[str, Any], maja: Signatory, database: TestDatabase, clock: FixedClock
) -> None:
    original = await document(orebro, ready)
    signed = await maja.sign(original)
    other = await orebro.filled(await orebro.drafted("local", LOCAL_ROLES["orebro"], "2027-03-01"))
    changed = bytearray(signed)
    changed[1000] ^= 1
    by_stranger = CertificateAuthority(clock.now()).signatory(name="Okänd")
    wanted = {
        "not-a-pdf": b"<html>",
        "not-signed": original,
        "other-document": await maja.sign(await document(orebro, other)),
        "changed": signed + b"more",
        "signer-not-trusted": await by_stranger.sign(original),
    }
    person = party(orebro, ready, 0)
    found = {rule: refused(await handed_in(person, ready, content)) for rule, content in wanted.items()}
    assert found == {rule: rule for rule in wanted}
    assert refused(await handed_in(person, ready, bytes(changed))) == "other-document"
    assert refused(await handed_in(person, ready, signed + bytes(8 * 1024 * 1024))) == "too-large"
    assert await database.rows("SELECT 1 FROM agreement_signature") == []
    assert await database.rows("SELECT 1 FROM agreement_signed_file") == []


async def test_a_certificate_counts_for_its_own_organisation_and_for_one_party(
    orebro: County, ready: dict[str, Any], maja: Signatory, authority: CertificateAuthority
) -> None:
    original = await document(orebro, ready)
    municipality, region = party(orebro, ready, 0), party(orebro, ready, 1)
    assert refused(await handed_in(region, ready, await maja.sign(original))) == "other-organisation"
    private = authority.signatory(name="Olle Påhitt")
    signed = await private.sign(original)
    assert (await handed_in(municipality, ready, signed)).status_code == 201
    assert refused(await handed_in(region, ready, signed)) == "certificate-used"
    second = await authority.signatory(name="Kim Prov").sign(signed, field="Signature2")
    assert (await handed_in(region, ready, second)).status_code == 201
    again = await handed_in(municipality, ready, await maja.sign(original))
    assert (again.status_code, again.json()["code"]) == (409, "already-signed")


async def test_only_a_party_hands_in_its_own_signature_and_only_of_what_can_be_signed(
    orebro: County, ready: dict[str, Any], maja: Signatory, connect: Connect
) -> None:
    signed = await maja.sign(await document(orebro, ready))
    by_administrator = await handed_in(orebro.admin, ready, signed)
    assert (by_administrator.status_code, by_administrator.json()["code"]) == (403, "not-a-party")
    assert (await handed_in(connect(administrator("12")), ready, signed)).status_code == 404
    draft = await orebro.drafted("local", LOCAL_ROLES["orebro"], "2027-03-01")
    answer = await handed_in(party(orebro, ready, 0), draft, signed)
    assert (answer.status_code, answer.json()["code"]) == (409, "document-is-draft")
