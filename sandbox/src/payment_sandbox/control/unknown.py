"""What is asked for and not there."""

from __future__ import annotations

from litestar.exceptions import NotFoundException

from payment_sandbox.sandbox import Sandbox


def no_vendor(sandbox: Sandbox, name: str) -> NotFoundException:
    """Says which there are."""
    return NotFoundException(f"{name} is not one of the vendors: {', '.join(sandbox.vendors)}")


def no_record(kind: str, id_: str) -> NotFoundException:
    return NotFoundException(f"there is no {kind} with the id {id_}")
