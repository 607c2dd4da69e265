"""Validation of requests against Stripe's API."""

from typing import Any
from urllib.parse import urlsplit

from stripe_schema.coercion import coerced
from stripe_schema.form import Form, tree
from stripe_schema.mismatch import mismatch, problems
from stripe_schema.operations import find


def validate_request(method: str, path: str, form: Form = None) -> dict[str, Any]:
    """Accept a request and return its decoded parameters.

    `form` is the encoded body of a POST, the query of a GET, or the pairs of either; a query may also follow the
    path. An unknown operation, an unknown or missing parameter, a wrong type and an unknown enum value raise
    `SchemaMismatch`.
    """
    address = urlsplit(path)
    subject = f"{method.upper()} {address.path}"
    operation = find(method, address.path)
    if operation is None:
        raise mismatch(subject, ["(whole): no operation of this product goes there"])
    if address.query and form:
        raise mismatch(subject, ["(whole): parameters both in the path's query and beside it"])
    try:
        sent = tree(form or address.query)
    except ValueError as error:
        raise mismatch(subject, [str(error)]) from error
    parameters: dict[str, Any] = coerced(sent, operation.parameters, operation.definitions)
    found = list(problems(operation.validator.iter_errors(parameters)))
    if found:
        raise mismatch(subject, found)
    return parameters
