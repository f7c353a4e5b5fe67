"""The matrix of roles, as the design has it; and which passwords are refused."""

from __future__ import annotations

import pytest

from adapters.web.people.proving.passwords import Passwords, must_be_strong
from adapters.web.people.roles import ALLOWED, Action, Role, kept, may, read
from adapters.wording.catalogue.beyond.roles import ROLES
from adapters.wording.translation import gettext, use_language
from domain.refusals import Refusal

MATRIX = {  # clerk, approver, finance, cashier, auditor, admin
    Action.READ: "●●●●● ",
    Action.FULL_ACCOUNTS: "   ●  ",
    Action.SUBMIT: "●     ",
    Action.DECIDE: " ●    ",
    Action.MONEY: "  ●   ",
    Action.PAY: "   ●  ",
    Action.AUDIT: "    ● ",
    Action.REPORT: " ●● ● ",
    Action.ACCOUNTS: "     ●",
}


@pytest.mark.parametrize("action", Action)
def test_each_role_may_what_the_matrix_says(action: Action) -> None:
    allowed = "".join("●" if may([role], action) else " " for role in Role)

    assert allowed == MATRIX[action]


def test_every_action_is_of_somebody_and_nobody_may_nothing() -> None:
    assert ALLOWED.keys() == set(Action)
    assert all(ALLOWED.values())
    assert not any(may(roles, action) for action in Action for roles in ([], ["boss"], [""]))


def test_roles_are_kept_and_read_and_one_that_went_allows_nothing() -> None:
    assert read(kept({"clerk", "approver"})) == {"clerk", "approver"}
    assert read("clerk,former-role") == {"clerk"}
    assert read("") == frozenset()


def test_roles_have_chinese_names() -> None:
    use_language("zh")

    assert [gettext(ROLES[role]) for role in Role] == [
        "经办", "核定", "财政", "出纳", "审计", "系统管理",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", None),
        ("elf zeichen", None),
        ("x" * 257, "long"),
        ("1" * 1_000_000, "long"),
        ("chenchenchenchen", "name"),
        ("Chen-1234567", "name"),
        ("ＣＨＥＮ-1234567", "name"),
        ("qwerty123456", "common"),
        ("QWERTY123456", "common"),
        ("１ｑａｚ２ｗｓｘ３ｅｄｃ", "common"),
        ("aaaaaaaaaaaaa", "common"),
        ("123412341234", "common"),
        ("1234567890123", "common"),
        ("9876543210987", "common"),
        ("abcdefghijklm", "common"),
        ("with a control\x07", "unseen"),
        ("half \ud800 of a pair", "unseen"),
    ],
    ids=lambda it: ascii(it and it[:16]),
)
def test_a_password_that_is_easily_guessed_is_refused(password: str, why: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        must_be_strong(password, "chen")

    assert (refused.value.code, refused.value.facts.get("verb")) == ("password-weak", why)


@pytest.mark.parametrize(
    "password",
    ["korrekt-pferd-batterie", "两只黄鹂鸣翠柳一行白鹭上青天", "my chen likes green tea"],
)
def test_a_password_that_is_long_and_its_own_is_accepted_however_it_is_composed(
    password: str,
) -> None:
    passwords = Passwords()

    hashed = passwords.hashed(password, "chen")

    assert passwords.fits(password, hashed)
    assert not passwords.fits(password + "x", hashed)
    assert not passwords.fits(password, None)
    assert not passwords.fits(password, "no hash at all")


def test_accents_may_be_typed_in_either_form() -> None:
    passwords = Passwords()

    hashed = passwords.hashed("ein mu\u0308der Pinguin", "chen")

    assert passwords.fits("ein m\u00fcder Pinguin", hashed)


def test_a_hash_of_other_parameters_is_outdated() -> None:
    passwords = Passwords()

    assert not passwords.is_outdated(passwords.hashed_again("korrekt-pferd-batterie"))
    assert passwords.is_outdated("$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21l$" + "A" * 43)
