"""What `serve --auth oidc` is started with, before anything is served."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.web.deployment.running import submitted
from tests.support.command import subsidy


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return submitted(tmp_path_factory.mktemp("options"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--oidc-issuer"),
        (("--oidc-issuer", "https://id.example"), "--oidc-client"),
        (("--oidc-issuer", "https://id.example", "--oidc-client", "a"), "SUBSIDY_OIDC_SECRET"),
    ],
    ids=["nothing", "issuer", "client"],
)
def test_what_is_left_out_is_said_before_anything_is_served(
    store: Path, options: tuple[str, ...], said: str
) -> None:
    ran = subsidy("serve", "--store", store, "--auth", "oidc", *options)

    assert ran.code == 2
    assert said in ran.err


def test_a_secret_is_its_owners_alone(store: Path) -> None:
    secret = store.with_name("secret")
    secret.write_text("words")
    named = ("--auth", "oidc", "--oidc-issuer", "https://id.example", "--oidc-client", "a")
    given = ("serve", "--store", store, *named, "--oidc-secret", secret)
    for mode, text in ((0o644, "words"), (0o600, ""), (0o600, "two\nlines")):
        secret.write_text(text)
        secret.chmod(mode)
        ran = subsidy(*given)

        assert (ran.code, ran.err.partition(":")[0]) == (1, "client-secret-unusable")
    assert subsidy(*given[:-1], store.with_name("none")).err.startswith("client-secret-unusable")


def test_a_server_without_a_name_is_not_come_back_to(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUBSIDY_OIDC_SECRET", "words")
    named = ("--auth", "oidc", "--oidc-issuer", "https://id.example", "--oidc-client", "a")
    for where in (("--host", "0.0.0.0"), ("--socket", str(store.with_name("web.sock")))):
        ran = subsidy("serve", "--store", store, *named, *where)

        assert ran.code == 2
        assert "--host-name" in ran.err
