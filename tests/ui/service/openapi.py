"""Requests made up from the OpenAPI description by Schemathesis, right ones and wrong ones; each reply has to be one that is described."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

# Left out: that every well-formed request is answered (a name may be unknown, an interpretation may contradict itself), and what is told of a method that
# an address does not take, for without a token that is 401.
CHECKS = (
    checks.not_a_server_error,
    *(checks.status_code_conformance, checks.content_type_conformance, checks.response_headers_conformance),
    *(checks.response_schema_conformance, checks.negative_data_rejection),
)


def operations(api: FastAPI, wanted: Callable[[str, str], bool]) -> Iterator[Any]:
    """The operations of an application whose method and path are wanted."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", api)
    for found in schema.get_all_operations():
        operation = found.ok()
        if wanted(operation.method.upper(), operation.path):
            yield operation


def try_out(operation: Any, examples: int, headers: dict[str, str] | None = None, *, seed: bool = True) -> int:
    """Sends so many requests of each mode to an operation and checks the replies; how many were sent."""
    sent = 0
    for mode in schemathesis.GenerationMode:

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=seed,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            nonlocal sent
            sent += 1
            case.call_and_validate(checks=CHECKS, headers=headers)

        try:
            send()
        except Exception as error:
            if "not possible to negate" in str(error) or "unsatisfiable" in type(error).__name__.lower():
                continue
            raise
    return sent
