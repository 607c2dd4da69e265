"""`/v1/unlinked`: what belongs to nobody known yet, for operators."""

from __future__ import annotations

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from application.ports.storage.unlinked import START, UnlinkedCursor, UnlinkedSection
from application.use_cases import UseCases
from entrypoints.http import cursor as cursors
from entrypoints.http.auth import OPERATORS_ONLY
from entrypoints.http.errors import reading
from entrypoints.http.openapi.document import api_problems
from entrypoints.http.presenters.operator import present_unlinked
from entrypoints.http.schemas import unlinked as schemas

MOST = 100


@get(
    "/unlinked",
    operation_id="listUnlinked",
    summary="List unlinked accounts and purchases, and rejected claims",
    tags=["Operators"],
    opt={OPERATORS_ONLY: True},
    responses=api_problems(),
)
async def list_unlinked(
    use_cases: NamedDependency[UseCases],
    limit: Annotated[int, QueryParameter(ge=1, le=MOST)] = 50,
    cursor: Annotated[str | None, QueryParameter()] = None,
) -> schemas.UnlinkedThings:
    """Accounts first, then guests' purchases, then claims. A short page need not be the last: go by `next_cursor`."""
    page = await use_cases.show_unlinked(_position(cursor) if cursor is not None else START, limit=limit)
    return schemas.UnlinkedThings(
        data=[present_unlinked(found) for found in page.found],
        next_cursor=cursors.written((page.ended.section, [str(part) for part in page.ended.key]))
        if page.ended is not None
        else None,
    )


def _position(cursor: str) -> UnlinkedCursor:
    section, key = cursors.read(cursor, tuple[UnlinkedSection, tuple[str, ...]])
    with reading():
        return UnlinkedCursor(section=section, key=key)
