"""The register as files over REST: imports with a dry run, and exports that can be imported again."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from slussen_agreements.domain.register_files import RawRow, read_csv, read_json, written_csv
from slussen_agreements.routes.answers import ADMINISTERS, PREFIX, READS, ListedCounty
from slussen_agreements.use_cases import register_exports, register_imports
from slussen_chassis.errors import FieldProblem, InvalidError, TooLargeError, UnsupportedMediaTypeError
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Transaction
from slussen_contracts.agreements.register_files import (
    FileFormat,
    ImportReport,
    RegisterFile,
    RegisterKind,
)

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["register"])

LARGEST_FILE: Final = 2_000_000
"""Bytes."""

EXAMPLE_ROW: Final = {
    "organisationNumber": "2321000164",
    "name": "Region Örebro län",
    "authorityType": "region",
}
BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {
                "schema": {"type": "string"},
                "example": "organisationNumber;name;authorityType\n2321000164;Region Örebro län;region\n",
            },
            "application/json": {"schema": {"type": "object"}, "example": {"authorities": [EXAMPLE_ROW]}},
        },
    }
}
KindOfFile = Annotated[
    RegisterKind | None,
    Query(description="Vad raderna handlar om; krävs för CSV. / What the rows are about; CSV must say it."),
]


@router.post("/register-imports", operation_id="importRegister", dependencies=ADMINISTERS, openapi_extra=BODY)
async def import_register(
    request: Request,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    *,
    dry_run: Annotated[
        bool,
        Query(alias="dryRun", description="Visa bara vad som skulle ändras. / Only show what would change."),
    ] = False,
    kind: KindOfFile = None,
) -> ImportReport:
    """Ta in registret från CSV eller JSON, allt eller inget; pröva först med dryRun. / Import, all or nothing."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in {"text/csv", "application/json"}:
        raise UnsupportedMediaTypeError
    found = _read(await _body(request), media_type, kind)
    return await register_imports.import_register(session, found, dry_run=dry_run, caller=caller, now=now)


@router.get(
    "/register-exports",
    operation_id="exportRegister",
    dependencies=READS,
    response_model=RegisterFile,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_register(
    session: Transaction,
    county_code: ListedCounty,
    kind: KindOfFile = None,
    file_format: Annotated[FileFormat, Query(alias="format")] = FileFormat.JSON,
) -> Response | RegisterFile:
    """Hämta registret som en fil som går att ta in igen. / Get the register as a file that can be imported again."""
    if file_format is FileFormat.JSON:
        kinds = list(RegisterKind) if kind is None else [kind]
        return await register_exports.exported_file(session, kinds, county_code=county_code)
    chosen = _required(kind)
    rows = await register_exports.exported(session, chosen, county_code=county_code)
    return Response(
        written_csv(chosen, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{chosen.value}.csv"'},
    )


def _read(body: bytes, media_type: str, kind: RegisterKind | None) -> list[RawRow]:
    return read_json(body) if media_type == "application/json" else read_csv(_required(kind), body)


def _required(kind: RegisterKind | None) -> RegisterKind:
    if kind is None:
        raise InvalidError(FieldProblem("kind", "required", "krävs för CSV", "CSV must say it"))
    return kind


async def _body(request: Request) -> bytes:
    """Return the request's body, read no further than the largest that is taken."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FILE:
            raise TooLargeError
    return bytes(body)
