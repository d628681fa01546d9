"""Right use that the type checker must take, and wrong use that it must find: an idle ignore is an error."""

from slussen_client import AsyncSlussenClient, SlussenClient
from slussen_client.models.consent import ConsentRead


def use(client: SlussenClient) -> str:
    consent: ConsentRead = client.consent.get_consent("a").value
    page = [one["id"] for one in client.referrals.iterate_referrals(box="inbox")]
    client.consent.withdraw_consent(consent["id"], {}, if_match='"v1"', idempotency_key="k", timeout=3)
    return consent["status"] + page[0]


async def use_async(client: AsyncSlussenClient) -> int:
    async for event in client.feed(3, types=["slussen.consent.*"]):
        consent = await client.consent.get_consent(event["subject"])
        return consent.value["version"]
    return 0


def misuse(client: SlussenClient) -> None:
    client.consent.get_consent(1)  # type: ignore[arg-type]
    client.consent.get_consent("a", idempotency_key="k")  # type: ignore[call-arg]
    client.consent.get_consents()  # type: ignore[attr-defined]
    client.referrals.list_referrals(box="in-box")  # type: ignore[arg-type]
    client.integration.create_webhook({"address": "https://a.example"})  # type: ignore[typeddict-item]
    client.consent.get_consent("a").value["state"]  # type: ignore[typeddict-item]
