"""The shell of every page: layout, forms, texts in two languages, errors as pages, style and script.

A service brings a `Site` (its routers, navigation and texts) and templates that extend `shell/layout.html`; the
application factory installs it. It knows no business word. contracts/docs/decisions/0015-pages.md says why so.
"""

from slussen_chassis.pages.forms import Form, FormModel
from slussen_chassis.pages.route import page_router
from slussen_chassis.pages.site import Link, Site
from slussen_chassis.pages.web_page import CurrentPage, WebPage

__all__ = ["CurrentPage", "Form", "FormModel", "Link", "Site", "WebPage", "page_router"]
