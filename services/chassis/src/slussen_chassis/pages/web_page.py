"""The page that a request asks for: who looks, in which language, and how the answer is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Depends, Request
from pydantic import BaseModel
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import HTMLResponse, Response

from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day
from slussen_chassis.errors import DomainError, StepUpRequiredError, TooLargeError
from slussen_chassis.pages.forms import Form, media_type_taken
from slussen_chassis.pages.rendering import Renderer
from slussen_chassis.pages.site import Link, Site
from slussen_chassis.pages.texts import Texts
from slussen_chassis.pages.wording import Wording
from slussen_chassis.problems import prefers_english, status_of
from slussen_chassis.telemetry import trace_id

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SAID: Final = "said"
"""The query's name of the text that tells what was just done; only texts below `said.` are shown."""
LARGEST_FORM: Final = 1024 * 1024

ADVICE: Final = {401: "unauthenticated", 403: "forbidden", 404: "not-found", 503: "unavailable"}

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a page is made with.

    Attributes:
        caller: Who looks; None on an error page for nobody known.
        place: Where the caller works, as the header shows it.
    """

    request: Request
    site: Site
    renderer: Renderer
    caller: Caller | None
    place: str | None = None

    @property
    def english(self) -> bool:
        """The reader prefers English; Swedish is the default."""
        return prefers_english(self.request.headers.get("accept-language"))

    @property
    def language(self) -> str:
        """`sv` or `en`."""
        return "en" if self.english else "sv"

    @property
    def t(self) -> Texts:
        """The texts in the reader's language."""
        return self.renderer.texts[self.language]

    @property
    def wording(self) -> Wording:
        """How the reader's language writes days and numbers."""
        return self.renderer.wording[self.language]

    @property
    def today(self) -> date:
        """The calendar day in Stockholm."""
        return local_day(self.request.app.state.clock.now())

    @property
    def home(self) -> str:
        """The address of the reader's first page; for nobody in particular, where it is said who goes where."""
        if self.caller is not None and self.caller.kind == "anonymous":
            return "/"
        is_person = self.caller is not None and self.caller.kind == "person"
        return self.site.person_home if is_person and self.site.person_home else self.site.home

    @property
    def is_logged_in(self) -> bool:
        """Somebody has logged in; an open page is also shown to nobody in particular."""
        return self.caller is not None and self.caller.kind != "anonymous"

    def may(self, scope: str) -> bool:
        """Tell whether the reader has a scope."""
        return self.caller is not None and scope in self.caller.scopes

    @property
    def _asked_from(self) -> str:
        """The address to come back to: this one, or for a form's the page that it stood on, as the browser tells."""
        if self.request.method == "GET":
            return self.request.url.path
        return urlsplit(self.request.headers.get("referer", "")).path or self.home

    @staticmethod
    def login_path(level: str, back: str) -> str:
        """Return where somebody logs in again at an assurance level (RFC 9470, 4), and comes back to `back`."""
        return f"/auth/login?{urlencode({'acr_values': level, 'returnTo': back})}"

    def show(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """Answer with a page; a form with faults among its values makes it 422, a conflict 409."""
        forms = [value for value in context.values() if isinstance(value, Form)]
        if status == 200 and any(form.is_faulty for form in forms):  # noqa: PLR2004 - nothing else was said
            status = 409 if any(form.is_conflict for form in forms) else 422
        html = self.renderer.render(template, self.language, {**self._frame(), **context})
        return HTMLResponse(html, status_code=status, headers={**HEADERS, "Content-Language": self.language})

    def go(self, path: str, said: str | None = None, anchor: str = "") -> Response:
        """Send the browser on after something was done; there the text `said.<said>` is shown once."""
        if said is not None:
            path += ("&" if "?" in path else "?") + urlencode({SAID: said})
        headers = {**HEADERS, "Location": path + (f"#{anchor}" if anchor else "")}
        return Response(status_code=303, headers=headers)

    def refuse(self, error: DomainError) -> Response:
        """Answer with what went wrong, in plain words, and the way on."""
        title, detail = (
            (error.title_en, error.detail_en) if self.english else (error.title_sv, error.detail_sv)
        )
        status = status_of(error)
        trace = trace_id() if status >= 500 else None  # noqa: PLR2004 - ours to look into
        advice = self.t(f"shell.problem.{ADVICE.get(status, 'other')}")
        login = None
        if isinstance(error, StepUpRequiredError) and error.acr_values:
            advice = self.t("shell.problem.step-up")
            login = self.login_path(error.acr_values[0], self._asked_from)
        shown = {"title": title, "detail": detail, "trace": trace, "advice": advice, "login": login}
        return self.show("shell/problem.html", status=status, **shown)

    def form(self, values: Mapping[str, object] | None = None) -> Form[Any]:
        """Return a form that shows `values`."""
        return Form.of(values or {}, english=self.english)

    async def entered(self, model: type[ModelT]) -> Form[ModelT]:
        """Return what was entered into the form that the browser sent.

        Raises:
            UnsupportedMediaTypeError: It is no form.
            TooLargeError: It is longer than any form of ours.
            MalformedFormError: It can't be read.
        """
        body = await self.request.body()
        if body:
            media_type_taken(self.request.headers.get("content-type"))
        if len(body) > LARGEST_FORM:
            raise TooLargeError
        return Form.entered(model, body, english=self.english)

    def _is_shown(self, link: Link) -> bool:
        if self.caller is None:
            return False
        return (link.scope is None or link.scope in self.caller.scopes) and link.shown_to(self.caller)

    def _frame(self) -> dict[str, Any]:
        """Return what the layout shows around every page."""
        query = [(name, value) for name, value in self.request.query_params.multi_items() if name != SAID]
        path = self.request.url.path
        here = f"{path}?{urlencode(query)}" if query else path
        other = "sv" if self.english else "en"
        said = f"said.{self.request.query_params.get(SAID, '')}"
        return {
            "page": self,
            "path": path,
            "navigation": [link for link in self.site.navigation if self._is_shown(link)],
            "said": self.t(said) if said in self.t else None,
            "other_language": other,
            "other_language_path": f"/language/{other}?returnTo={quote(here, safe='')}",
        }


async def _current(request: Request) -> WebPage:
    session: AsyncSession = request.state.session
    made = page_for(request)
    assert made.caller is not None  # noqa: S101 - the route has asked who it is before it began its transaction
    place = await made.site.place_of(session, made.caller)
    return WebPage(request, made.site, made.renderer, made.caller, place)


def page_for(request: Request) -> WebPage:
    """Return the page of a request, before or without a transaction."""
    state = request.app.state
    caller: Caller | None = request.scope.get("state", {}).get("caller")
    return WebPage(request, state.site, state.renderer, caller)


CurrentPage = Annotated[WebPage, Depends(_current)]
"""The page that is asked for. Needs a `PageRoute`."""
