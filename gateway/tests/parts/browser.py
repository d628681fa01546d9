"""A browser as far as logging in needs one: it keeps cookies by host and follows redirects and refreshes."""

import html
import re
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import httpx
from standing import PLAIN, Edge

ORIGIN = "http://localhost:8400"


class Browser:
    """Speaks to the edge as `http://localhost:8400` and to the issuer by its address."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge
        self.cookies: dict[str, str] = {}
        self.attributes: dict[str, str] = {}

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.send("GET", path, headers)

    async def post(self, path: str, **headers: str) -> httpx.Response:
        return await self.send("POST", path, {"Origin": ORIGIN} | headers)

    async def send(self, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            names["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = await self.edge.http.request(method, path, headers=names)
        for line in answer.headers.get_list("set-cookie"):
            self._keep(line)
        return answer

    def _keep(self, line: str) -> None:
        for name, morsel in SimpleCookie(line).items():
            self.attributes[name] = line
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value

    async def begin(self, return_to: str = "/") -> str:
        """Start a login; return the issuer's address to go to."""
        answer = await self.get(f"/auth/login?returnTo={return_to}")
        assert answer.status_code == 303
        return answer.headers["location"]

    async def at_issuer(self, url: str) -> str:
        """Let the issuer log the user in; return the callback's path and query."""
        async with httpx.AsyncClient(verify=PLAIN) as http:
            parts = urlsplit((await http.get(url)).headers["location"])
        assert f"{parts.scheme}://{parts.netloc}" == ORIGIN
        return f"{parts.path}?{parts.query}"

    async def arrive(self, callback: str) -> httpx.Response:
        """Come back from the issuer and take the hop within the site."""
        answer = await self.get(callback, accept="text/html")
        assert answer.status_code == 200, answer.text
        return await self.get(led_to(answer))

    async def log_in(self, return_to: str = "/") -> httpx.Response:
        return await self.arrive(await self.at_issuer(await self.begin(return_to)))


def led_to(answer: httpx.Response) -> str:
    """Where a page that leads on leads to."""
    refresh = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    assert refresh
    return html.unescape(refresh[1])
