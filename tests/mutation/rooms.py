"""The rooms whose tests are put to the test: the modules of each, and the tests that guard them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
WINGS = ("domain", "projections", "adapters", "scripts", "tests")
BESIDE = ("docs", "pyproject.toml", "README.md", "README.zh.md", "CHANGELOG.md", "Makefile")


@dataclass(frozen=True, slots=True)
class Room:
    """Modules (or folders of them) and the tests of theirs that take little time."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]

    def paths(self) -> Iterator[str]:
        for module in self.modules:
            whole = ROOT / module
            modules = sorted(whole.rglob("*.py")) if whole.is_dir() else [whole]
            yield from (str(path.relative_to(ROOT)) for path in modules)


NAMES = "assessment caps formulas items orders reassessment causes several_caps working"
DOMAIN = (  # without the laws over random histories, which take long
    *(f"tests/domain/assessment/test_{name}.py" for name in NAMES.split()),
    "tests/domain/assessment/test_readings.py",
    "tests/domain/enterprise/test_enterprise.py",
    "tests/domain/enterprise/test_dues.py",
)
MONEY_TESTS = (
    "tests/domain/payments",
    "tests/domain/enterprise/test_dues.py",
    "tests/projections/test_money.py",
    "tests/projections/test_statements.py",
    "tests/adapters/ledger/treasury/test_money_given_back.py",
)
NAMES_OF_VIEWS = "backend following queries tables"
VIEWS_TESTS = tuple(f"tests/adapters/views/test_{name}.py" for name in NAMES_OF_VIEWS.split())
POLICY_FILES = "amendment answers codec patch paths values"
NAMES_OF_POLICY = "former paths policy_caps policy_codec policy_files policy_patch refused_files"
POLICY_TESTS = tuple(f"tests/adapters/policy/test_{name}.py" for name in NAMES_OF_POLICY.split())
ANSWERS = "answers check_files check_lines lag quorum"
SEAL_TESTS = "tests/adapters/seal"
ROOMS = {
    "rounding": Room(("domain/money.py",), ("tests/domain/test_money.py", *DOMAIN[:4])),
    "caps": Room(("domain/assessment",), ("tests/domain/policy", *DOMAIN)),
    "policy": Room(("domain/policy",), ("tests/domain/policy", *DOMAIN)),
    "policy-files": Room(
        (
            *("adapters/policy/file", "adapters/policy/former"),
            *(f"adapters/policy/{name}.py" for name in POLICY_FILES.split()),
        ),
        (*POLICY_TESTS, "tests/adapters/policy/file", "tests/commands/policy"),
    ),
    "policy-text": Room(
        ("adapters/policy/text",),
        (*POLICY_TESTS, "tests/adapters/policy/test_policy_check.py", "tests/adapters/policy/text"),
    ),
    "idempotence": Room(
        ("domain/decide.py", "domain/refusals.py", "adapters/ledger/treasury/acts/computing.py"),
        (
            "tests/domain/enterprise",
            "tests/domain/assessment/test_orders.py",
            "tests/domain/payments",
            "tests/adapters/ledger/treasury/test_money_again.py",
        ),
    ),
    "money": Room(("domain/payments", "projections/money"), MONEY_TESTS),
    "codec": Room(("adapters/log",), ("tests/adapters/log",)),
    "views": Room(("projections/views", "adapters/views"), VIEWS_TESTS),
    "seal-tree": Room(
        tuple(f"adapters/seal/{name}.py" for name in ("tree", "tiles", "notes", "folder")),
        (
            *(
                f"{SEAL_TESTS}/tree/test_{name}.py"
                for name in ("tree", "notes", "limits", "kinds_of_lines", "folder_at_work")
            ),
            f"{SEAL_TESTS}/test_folder.py",
        ),
    ),
    "seal-keys": Room(
        ("adapters/seal/signing", "adapters/seal/sealer", "adapters/seal/keys.py"),
        (
            f"{SEAL_TESTS}/signing",
            f"{SEAL_TESTS}/sealer",
            f"{SEAL_TESTS}/test_folder.py",
            f"{SEAL_TESTS}/tree/test_kinds_of_lines.py",
            f"{SEAL_TESTS}/verify/test_check_timestamps.py",
        ),
    ),
    "seal-verify": Room(
        ("adapters/seal/verify/check_rows.py", "adapters/seal/verify/check_tiles.py"),
        tuple(
            f"{SEAL_TESTS}/verify/test_{name}.py"
            for name in ("check_rows", "check_tiles", "high_tiles")
        ),
    ),
    "seal-answers": Room(
        tuple(f"adapters/seal/verify/{name}.py" for name in ANSWERS.split()),
        tuple(
            f"{SEAL_TESTS}/verify/test_{name}.py"
            for name in ("what_is_answered", "witnesses_and_lag")
        ),
    ),
    "seal-whole": Room(
        tuple(
            f"adapters/seal/verify/{name}.py"
            for name in ("check_timestamps", "check_views", "verification")
        ),
        (
            f"{SEAL_TESTS}/sealer/test_rotation.py",
            f"{SEAL_TESTS}/signing/test_timestamps.py",
            "tests/adapters/ledger/parties/test_accounts_verified.py",
            *(
                f"{SEAL_TESTS}/verify/test_{name}.py"
                for name in ("check_timestamps", "check_views", "verify", "whole_ledgers")
            ),
        ),
    ),
    "seal-pack": Room(
        ("adapters/seal/pack",),
        (f"{SEAL_TESTS}/pack", f"{SEAL_TESTS}/sealer/test_rotation.py"),
    ),
    "seal": Room(
        ("adapters/seal/proving", "adapters/seal/sealing.py", "adapters/seal/witness.py"),
        (
            *(
                f"{SEAL_TESTS}/tree/test_{name}.py"
                for name in ("small_proofs", "proofs", "claim_proof")
            ),
            f"{SEAL_TESTS}/sealer",
            f"{SEAL_TESTS}/signing/test_kinds.py",
            f"{SEAL_TESTS}/signing/test_timestamps.py",
            f"{SEAL_TESTS}/test_sealing.py",
            f"{SEAL_TESTS}/verify/test_high_tiles.py",
            f"{SEAL_TESTS}/test_witness.py",
        ),
    ),
}
