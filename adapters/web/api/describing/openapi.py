"""The API described in OpenAPI 3.1, from the table of endpoints and what each verb takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from adapters.web.api import answers, table
from adapters.web.api.describing import apart
from adapters.web.api.describing.apart import COMPONENTS, JSON, ref
from adapters.web.api.requests import FILE_MAX
from adapters.web.api.routes import PREFIX, paths
from adapters.web.api.table import Endpoint
from adapters.web.verbs.verb import Parameter, Verb
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.calendar import LAST_YEAR
from domain.policy.facts import TEXT_MAX

FIRST_YEAR = 1900
WHOLE_MAX = 10**18 - 1
_LOOKING = ("position", "known_at", "lang")


def described(
    verbs: Mapping[str, Verb], prefix: str = "", *, has_passwords: bool
) -> dict[str, Any]:
    """Return the description of the whole API, in the current language.

    has_passwords: whether the server has any of its own.
    """
    from adapters.web.api.describing.shapes import shapes_of  # not needed to begin to serve

    operations: dict[str, dict[str, Any]] = {}
    shapes, components = shapes_of()
    for endpoint in table.EVERY:
        verb = verbs[endpoint.verb]
        for path, suffix in paths(endpoint, verb):
            methods = operations.setdefault(f"{PREFIX}{path}", {})
            methods[endpoint.method.lower()] = _operation(
                endpoint, verb, suffix, shapes.get(endpoint.verb, {})
            )
    for path, described_apart in apart.operations(has_passwords=has_passwords).items():
        for method, said in described_apart.items():
            said["operationId"] = f"{method} {path.removeprefix(PREFIX)}"
            said["responses"] |= _problems()
        operations[path] = described_apart
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Ledger of subsidy entitlements"),
            "version": version("subsidy-ledger"),
        },
        "servers": [{"url": prefix or "/"}],
        "security": [{"session": []}, {"token": []}],
        "paths": operations,
        "components": {
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "subsidy_session"},
                "token": {"type": "http", "scheme": "bearer"},
            },
            "schemas": components | COMPONENTS | {"Problem": _PROBLEM},
            "parameters": {name: _looking(name) for name in _LOOKING},
        },
    }


_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "facts": {"type": "object"},
        "fields": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "message"],
                "properties": {"name": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "ticket": {"type": "string"},
    },
}


def _operation(
    endpoint: Endpoint, verb: Verb, suffix: str, shape: dict[str, Any]
) -> dict[str, Any]:
    in_path = {part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")}
    hidden = {*in_path, *endpoint.settings, *endpoint.fixed}
    asked = [
        each for each in verb.parameters
        if each.name not in hidden and each.kind not in ("out", "place")
    ]  # fmt: skip
    said: dict[str, Any] = {
        "operationId": f"{endpoint.method.lower()} {endpoint.path}{suffix}",
        "summary": _(verb.purpose),
        "x-command": f"subsidy {verb.name}",
        "x-roles": sorted(endpoint.roles),
        "parameters": [_in_path(verb.parameter(name)) for name in sorted(in_path)],
        "responses": _responses(endpoint, suffix, shape),
    }
    if endpoint.method == "GET":
        said["parameters"] += [_in_query(each) for each in asked if each.kind != "file"]
    elif asked:
        said["requestBody"] = _body(asked)
    names = _LOOKING if verb.looks else ("lang",)
    said["parameters"] += [{"$ref": f"#/components/parameters/{name}"} for name in names]
    return said


def _in_path(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name, "in": "path", "required": True, "description": _(parameter.help),
        "schema": _single(parameter),
    }  # fmt: skip


def _in_query(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name, "in": "query", "required": parameter.required,
        "description": _(parameter.help), "schema": schema(parameter),
    }  # fmt: skip


def _looking(name: str) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {
        "position": {"type": "integer", "minimum": 0, "maximum": WHOLE_MAX},
        "known_at": {"type": "string", "maxLength": TEXT_MAX},
        "lang": {"enum": ["zh", "en"]},
    }
    return {"name": name, "in": "query", "required": False, "schema": kinds[name]}


def _body(parameters: Iterable[Parameter]) -> dict[str, Any]:
    """Return what a body has: JSON, and a form where there may be files."""
    every = list(parameters)
    required = [each.name for each in every if each.required]
    plain = [each for each in every if each.kind != "file"]
    content = {}
    if len(plain) < len(every):
        content["multipart/form-data"] = {"schema": _object(every, required)}
    if not any(each.kind == "file" and each.required for each in every):
        content[JSON] = {"schema": _object(plain, required)}
    return {"required": bool(required), "content": content}


def _object(parameters: Iterable[Parameter], required: list[str]) -> dict[str, Any]:
    properties = {each.name: {**schema(each), "description": _(each.help)} for each in parameters}
    said: dict[str, Any] = {"type": "object", "properties": properties}
    return said | {"additionalProperties": False} | ({"required": required} if required else {})


def schema(parameter: Parameter) -> dict[str, Any]:
    """Return what a parameter may be, as JSON Schema."""
    single = _single(parameter)
    return {"type": "array", "items": single} if parameter.many else single


def _single(parameter: Parameter) -> dict[str, Any]:
    match parameter.kind:
        case "fen":
            return {"type": "integer", "minimum": 0, "maximum": WHOLE_MAX}
        case "whole":
            return {"type": "integer", "minimum": 0, "maximum": WHOLE_MAX}
        case "year":
            return {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
        case "day":
            return {"type": "string", "format": "date"}
        case "flag":
            return {"type": "boolean"}
        case "choice":
            return {"enum": list(parameter.choices)}
        case "file":
            return {"type": "string", "format": "binary", "maxLength": FILE_MAX}
        case "decimal":
            return {"type": "string", "pattern": r"^[0-9]{1,13}(\.[0-9]{1,2})?$"}
        case "share":
            return {
                "type": "string",
                "pattern": r"^([0-9]{1,9}/[1-9][0-9]{0,8}|[0-9]+(\.[0-9]+)?%)$",
            }
        case _:
            return {"type": "string", "minLength": 1, "maxLength": TEXT_MAX}


def _responses(endpoint: Endpoint, suffix: str, shape: dict[str, Any]) -> dict[str, Any]:
    done: dict[str, Any] = {"description": _("done")}
    begun = {"content": {JSON: {"schema": ref("JobBegun")}}}
    if endpoint.job:
        return {"202": done | begun} | _problems()
    if suffix:
        media = answers.MEDIA[suffix].partition(";")[0]
        done["content"] = {media: {"schema": {"type": "string", "format": "binary"}}}
    else:
        done["content"] = {JSON: {"schema": shape}}
    said = {"200": done}
    if endpoint.long is not None:
        said["202"] = {"description": _("done")} | begun
    return said | _problems()


def _problems() -> dict[str, Any]:
    """Return what any operation may be answered with instead."""
    problem = {"content": {JSON: {"schema": ref("Problem")}}}
    return {status: {"description": _(why), **problem} for status, why in _PROBLEMS.items()}


_PROBLEMS = {
    "401": N_("nobody is logged in"),
    "403": N_("not with the roles of this account"),
    "404": N_("it does not exist"),
    "409": N_("a rule of the ledger says no; nothing was recorded"),
    "413": N_("too large"),
    "422": N_("cannot be read"),
    "429": N_("too often"),
    "500": N_("the program or its machine failed"),
    "503": N_("not now; ask again"),
}
