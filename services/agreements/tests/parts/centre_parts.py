"""A centre under any county's profile, for the tests of what a centre enters about itself."""

from typing import Any

import httpx
from agreements_parts import Register

FOUR = ("maternal_health_care", "child_health_care", "open_preschool", "preventive_social_services")


class Centre:
    """A centre in the register, and its own paths."""

    def __init__(self, http: httpx.AsyncClient, entry: dict[str, Any]) -> None:
        self.http = http
        self.entry = entry
        self.path = f"/family-centres/{entry['id']}"

    async def get(self, path: str, **params: Any) -> dict[str, Any]:
        answer = await self.http.get(f"{self.path}{path}", params=params)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def try_put(self, path: str, version: int = 0, **body: Any) -> httpx.Response:
        headers = {"If-Match": f'"v{version}"'}
        return await self.http.put(f"{self.path}{path}", json=body, headers=headers)

    async def put(self, path: str, version: int = 0, **body: Any) -> dict[str, Any]:
        answer = await self.try_put(path, version, **body)
        assert answer.status_code == 200, answer.text
        assert answer.headers["etag"] == f'"v{version + 1}"'
        return dict(answer.json())

    async def try_post(self, path: str, **body: Any) -> httpx.Response:
        return await self.http.post(f"{self.path}{path}", json=body)

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.try_post(path, **body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())


async def centre_under(
    register: Register, profile: str, activities: tuple[str, ...] = FOUR, **more: Any
) -> Centre:
    region = await register.region()
    units = [
        await register.unit(region["id"], activity, f"SE2321000164-10{place:02}")
        for place, activity in enumerate(activities)
    ]
    return Centre(register.admin, await register.centre(units, profileId=profile, **more))


def rules_of(checked: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(one["rule"], one["weight"], one["subject"]) for one in checked["findings"]]
