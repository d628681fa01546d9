"""From templates to HTML: one environment for each site and language, everything escaped, nothing undefined."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, select_autoescape

from slussen_chassis.pages.assets import Assets
from slussen_chassis.pages.site import Site
from slussen_chassis.pages.texts import LANGUAGES, Texts, read_texts
from slussen_chassis.pages.wording import Wording

SHELL = "slussen_chassis.pages"


class Renderer:
    """Makes a site's pages."""

    def __init__(self, site: Site, assets: Assets) -> None:
        self.texts = read_texts(SHELL, site.package)
        self.wording = {language: Wording(language) for language in LANGUAGES}
        self._environments = {
            language: environment_of(site, self.texts[language], assets.address) for language in LANGUAGES
        }

    def render(self, template: str, language: str, context: Mapping[str, Any]) -> str:
        """Return a page's HTML.

        Raises:
            UndefinedError, MissingTextError: The template asks for something that is not there.
        """
        return self._environments[language].get_template(template).render(context)


def environment_of(site: Site, texts: Texts, asset: Callable[[str], str]) -> Environment:
    """Return the environment of a site's pages in one language."""
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader(site.package, "pages"), PrefixLoader({"shell": PackageLoader(SHELL, "shell")})]
        ),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    wording = Wording(texts.language)
    environment.filters["said"] = _in(texts.language)
    environment.globals.update(
        t=texts, options=texts.options, language=texts.language, asset=asset, site=site
    )
    for name in ("capital", "day", "long_day", "short_day", "month", "weekday", "moment", "number", "kronor"):
        environment.filters[name] = getattr(wording, name)
    environment.filters.update(site.filters)
    return environment


def _in(language: str) -> Callable[[Any], str]:
    """Return a filter that gives the words of a thing that has them as `sv` and `en`."""

    def said(thing: Any) -> str:
        words: str = getattr(thing, language)
        return words

    return said
