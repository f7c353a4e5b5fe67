"""What `serve` is given of the provider of identities: its address, and who we are to it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from adapters.files.durable import problem_text, read_regular
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal
from scripts.cli.misuse import Misuse
from scripts.cli.values import text, value

if TYPE_CHECKING:
    from adapters.web.people.outside.oidc import ProviderSettings

SECRET = "SUBSIDY_OIDC_SECRET"  # of the environment: an argument is seen by the whole machine
LENGTH_MAX = 1_000


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class AtProvider:
    """The provider at which officers log in, with --auth oidc."""

    oidc_issuer: Annotated[
        str | None, value(text, "URL", N_("the identity provider, by its address"))
    ] = None
    oidc_client: Annotated[
        str | None, value(text, "ID", N_("what the provider calls this server"))
    ] = None
    oidc_secret: Annotated[
        Path | None,
        value(
            Path,
            "FILE",
            N_("the secret that the provider gave it; left out: that of SUBSIDY_OIDC_SECRET"),
        ),
    ] = None

    def settings(self, here: str, prefix: str) -> ProviderSettings:
        """Return what the server is given of its provider. here: the server's name for browsers.

        Raises Misuse where something is left out, Refusal `client-secret-unusable`.
        """
        from adapters.web.people.outside.oidc import RETURN, ProviderSettings

        secret = os.environ.get(SECRET, "").strip()
        if self.oidc_secret is not None:
            secret = _secret_in(self.oidc_secret)
        if self.oidc_issuer is None or self.oidc_client is None or not secret:
            raise Misuse(
                _(
                    "--auth oidc takes --oidc-issuer URL, --oidc-client ID, and --oidc-secret FILE "
                    "or {variable}"
                ).format(variable=SECRET)
            )
        if not here:
            raise Misuse(_("--auth oidc takes --host-name NAME: where browsers come back to"))
        return ProviderSettings(
            issuer=self.oidc_issuer,
            client_id=self.oidc_client,
            client_secret=secret,
            return_to=f"{here}{prefix}{RETURN}",
        )


NONE = AtProvider()


def _secret_in(path: Path) -> str:
    """Return the one line of a file that its owner alone reads."""
    try:
        if os.name != "nt" and path.stat().st_mode & 0o077:
            raise ValueError(_("others can read it"))
        secret = read_regular(path).decode("ascii").strip()
        if not secret or len(secret) > LENGTH_MAX or not secret.isprintable():
            raise ValueError(_("it does not hold one line of text"))
    except (OSError, ValueError) as problem:
        said = problem_text(problem)
        facts = {"file": str(path), "problem": said, "variable": SECRET}
        raise Refusal("client-secret-unusable", **facts) from problem
    return secret
