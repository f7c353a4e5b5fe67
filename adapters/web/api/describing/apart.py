"""What has no type that says it: paths of no verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.web.api.jobs import MEDIA
from adapters.web.api.routes import PREFIX
from adapters.web.api.table import STAFF
from adapters.web.guard import EVERYBODY, LOGGED_IN
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _

JSON = "application/json"
TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}
MAYBE_TEXT: dict[str, Any] = {"type": ["string", "null"]}
MAYBE_WHOLE: dict[str, Any] = {"type": ["integer", "null"]}
YES: dict[str, Any] = {"type": "boolean"}
BYTES: dict[str, Any] = {"type": "string", "format": "binary"}


def listed(of: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list."""
    return {"type": "array", "items": of}


def made(optional: Sequence[str] = (), **properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object; every key is always there but the optional."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "required": required, "properties": properties}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


FILTER = made(id=WHOLE, name=TEXT, path=TEXT, query=TEXT)
LEDGER = made(
    position=WHOLE,
    recorded_at=MAYBE_TEXT,
    policies=listed(made(policy=TEXT, versions=WHOLE)),
    sealed=MAYBE_WHOLE,
    read_only=YES,
)
COMPONENTS: dict[str, dict[str, Any]] = {
    "SavedFilter": FILTER,
    "JobBegun": made(id=TEXT, job=TEXT),
    "Job": made(
        id=TEXT,
        verb=TEXT,
        owner=TEXT,
        state={
            "enum": [
                "waiting", "running", "done", "refused", "failed", "cancelled", "broken-off",
            ]
        },
        asked_at=TEXT,
        ended_at=MAYBE_TEXT,
        done=WHOLE,
        total=MAYBE_WHOLE,
        exit_code=MAYBE_WHOLE,
        answer={"description": "what the verb answered; null until it is done"},
        refusal={"anyOf": [made(code=TEXT, message=TEXT), {"type": "null"}]},
        notes=listed(TEXT),
        files=listed(TEXT),
        events=TEXT,
    ),
}  # fmt: skip


OF_PASSWORDS = (f"{PREFIX}/me/password", f"{PREFIX}/accounts/{{name}}/password-link")


def operations(*, has_passwords: bool) -> dict[str, dict[str, Any]]:
    """Return the paths that are of no verb, each with its methods, in the current language.

    has_passwords: whether the server has any of its own.
    """
    every = {
        f"{PREFIX}/openapi.json": {"get": _said(N_("this description"), {"type": "object"})},
        **_own(),
        **_receipts(),
        **_jobs(),
        **_standing(),
        **_accounts(has_passwords=has_passwords),
    }
    left_out = () if has_passwords else OF_PASSWORDS
    return {path: said for path, said in every.items() if path not in left_out}


def _own() -> dict[str, dict[str, Any]]:
    """Return the paths of who is logged in."""
    saved = made(name=TEXT, path=TEXT, query=TEXT)
    return {
        f"{PREFIX}/me/password": {
            "post": _said(
                N_("change a password of one's own"),
                None,
                LOGGED_IN,
                body=made(old=TEXT, new=TEXT),
                status="204",
            )
        },
        f"{PREFIX}/me": {
            "get": _said(
                N_("who is logged in"),
                made(account=TEXT, shown=TEXT, roles=listed(TEXT), must_change=YES),
                LOGGED_IN,
            )
        },
        f"{PREFIX}/me/filters": {
            "get": _said(
                N_("the filters that the account keeps"),
                made(filters=listed(ref("SavedFilter"))),
                LOGGED_IN,
                asked=[_in_query("path", TEXT)],
            ),
            "post": _said(
                N_("keep a filter under a name"), ref("SavedFilter"), LOGGED_IN, body=saved
            ),
        },
        f"{PREFIX}/me/filters/{{id}}": {
            "delete": _said(
                N_("remove a filter"), None, LOGGED_IN, asked=[_in_path("id", WHOLE)], status="204"
            )
        },
    }


def _accounts(*, has_passwords: bool) -> dict[str, dict[str, Any]]:
    """Return the paths of officers' accounts, for who administers them."""
    path, admin = f"{PREFIX}/accounts", frozenset({"admin"})
    each, name = f"{path}/{{name}}", _in_path("name", TEXT)
    nothing, some = made(), made(roles=listed(TEXT))
    acts = {
        "roles": (N_("the roles of an account"), some),
        "disabling": (N_("let an account log in no more"), nothing),
        "enabling": (N_("let an account log in again"), nothing),
        "unlocking": (N_("end an account's waits"), nothing),
        "password-link": (N_("a link by which an account gets another password"), nothing),
        "factor-removal": (N_("remove an account's second factor"), nothing),
    }
    account = ref("AccountAnswer")
    linked = {"allOf": [account], **made(password_link=ref("NewLink"))}
    new, of_act = linked if has_passwords else account, {"password-link": linked}
    added = made(("shown",), account=TEXT, shown=TEXT, roles=listed(TEXT))
    number = [name, _in_path("id", WHOLE)]
    return {
        path: {
            "get": _said(N_("every account"), listed(account), admin),
            "post": _said(N_("make an account"), new, admin, body=added),
        },
        each: {"get": _said(N_("an account"), account, admin, asked=[name])},
        **{
            f"{each}/{act}": {
                "post": _said(why, of_act.get(act, account), admin, asked=[name], body=sent)
            }
            for act, (why, sent) in acts.items()
        },
        f"{each}/tokens/{{id}}": {"delete": _said(N_("end a token"), account, admin, asked=number)},
    }


def _receipts() -> dict[str, dict[str, Any]]:
    asked = made(claim_no=TEXT, code=TEXT)
    return {
        f"{PREFIX}/papers/check": {
            "post": _said(
                N_("whether a paper is genuine, by its code or as a file"),
                made(genuine=YES),
                body=made(code=TEXT),
            )
        },
        f"{PREFIX}/receipt": {
            "post": _said(N_("a claim by number and code"), ref("Receipt"), body=asked)
        },
        f"{PREFIX}/claims/{{claim}}/receipt-code": {
            "get": _said(
                N_("the code of a claim, for its enterprise"),
                made(claim_no=TEXT, code=TEXT),
                STAFF,
                asked=[_in_path("claim", TEXT)],
            )
        },
    }


def _jobs() -> dict[str, dict[str, Any]]:
    every, job = f"{PREFIX}/jobs", f"{PREFIX}/jobs/{{id}}"
    number = [_in_path("id", TEXT)]
    answer = {"description": "what the verb answered", "type": ["object", "array"]}
    bytes_of: dict[str, Any] = {
        "asked": [*number, _in_path("name", TEXT)],
        "media": "application/octet-stream",
    }
    cancel = _said(N_("cancel a job"), ref("Job"), STAFF, asked=number, status="202")
    cancel["responses"]["204"] = {"description": _("it goes on for others who asked for it")}
    return {
        every: {"get": _said(N_("the jobs asked for"), made(jobs=listed(ref("Job"))), STAFF)},
        job: {
            "get": _said(N_("how far a job is"), ref("Job"), STAFF, asked=number),
            "delete": cancel,
        },
        f"{job}/answer": {"get": _said(N_("what a job answered"), answer, STAFF, asked=number)},
        f"{job}/events": {
            "get": _said(
                N_("how far a job is, as it goes on, until it ends"),
                TEXT,
                STAFF,
                asked=number,
                media=MEDIA,
            )
        },
        f"{job}/files/{{name}}": {
            "get": _said(N_("a file that a job wrote"), BYTES, STAFF, **bytes_of)
        },
    }


def _standing() -> dict[str, dict[str, Any]]:
    """Return the paths that stand beside the API, for everybody."""
    tile = _in_path("path", {**TEXT, "description": "LEVEL/N, as C2SP tlog-tiles has it"})
    return {
        f"{PREFIX}/ledger": {
            "get": _said(N_("how far the ledger goes, and how far it is sealed"), LEDGER, STAFF)
        },
        "/healthz": {
            "get": _said(
                N_("whether the server answers"),
                made(state={"enum": ["ok", "rebuilding"]}, position=WHOLE),
            )
        },
        "/checkpoint": {
            "get": _said(N_("the last checkpoint of the seal"), TEXT, media="text/plain")
        },
        "/tile/{path}": {
            "get": _said(
                N_("a tile of the sealed log"), BYTES, asked=[tile],
                media="application/octet-stream",
            )
        },
    }  # fmt: skip


def _said(
    purpose: str,
    shape: dict[str, Any] | None,
    roles: frozenset[str] = EVERYBODY,
    *,
    asked: Sequence[dict[str, Any]] = (),
    body: dict[str, Any] | None = None,
    media: str = JSON,
    status: str = "200",
) -> dict[str, Any]:
    """Return an operation; its problems are put beside by who describes them all."""
    done: dict[str, Any] = {"description": _("done")}
    if shape is not None:
        done["content"] = {media: {"schema": shape}}
    said: dict[str, Any] = {
        "summary": _(purpose),
        "x-roles": sorted(roles),
        "parameters": list(asked),
        "responses": {status: done},
    }
    if roles == EVERYBODY:
        said["security"] = []
    if body is not None:
        said["requestBody"] = {"required": True, "content": {JSON: {"schema": body}}}
    return said


def _in_path(name: str, of: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": of}


def _in_query(name: str, of: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": of}
