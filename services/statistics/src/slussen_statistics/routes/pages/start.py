"""The first page: what there is to do here."""

from starlette.responses import Response

from slussen_chassis.pages import CurrentPage, page_router

router = page_router("statistics")


@router.get("")
async def show_start(page: CurrentPage) -> Response:
    """Show the ways on that the reader may take."""
    return page.show("start.html")
