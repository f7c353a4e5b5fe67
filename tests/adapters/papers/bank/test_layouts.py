"""Layouts of banks' files: shipped, of one's own, and those that contradict themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.papers.bank.template import read_template, shipped
from tests.adapters.papers.bank.test_bank import NUMBERS, USCC, bank_file, store
from tests.support.money_desk import refused

__all__ = ["store"]  # the fixture


def test_a_layout_of_ones_own_is_read_from_its_file(store: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'title = "own"\nencoding = "utf-8"\nseparator = ";"\nheader = true\namount = "fen"\n'
        'columns = [{header="n", holds="number"}, {header="h", holds="holder"},'
        ' {header="a", holds="amount"}, {header="c", holds="claims"}]\n'
        '[results]\nnumber = "n"\namount = "a"\nstate = "s"\nsuccess = ["ok"]\nfailure = ["no"]\n',
        encoding="utf-8",
    )

    lines = bank_file(store, tmp_path / "o.csv", str(own)).decode().splitlines()

    assert lines[1] == f"{NUMBERS[USCC]};甲公司;12050;A1 A2"


@pytest.mark.parametrize(
    "change",
    [
        ("encoding", "morse"), ("separator", "x"), ("amount", "jiao"), ("colour", "red"),
        ("failure", "ok"), ("columns", "none"),
    ],
)  # fmt: skip
def test_a_layout_that_contradicts_itself_is_refused(
    change: tuple[str, str], store: Path, tmp_path: Path
) -> None:
    key, to = change
    said = {"title": '"t"', "encoding": '"gbk"', "separator": '","', "header": "true",
            "amount": '"yuan"'}  # fmt: skip
    columns = '[{header="n", holds="number"}, {header="h", holds="holder"}'
    columns += "]" if key == "columns" else ', {header="a", holds="amount"}]'
    failure = to if key == "failure" else "no"
    said |= {} if key in ("failure", "columns") else {key: f'"{to}"'}
    text = "\n".join(f"{name} = {given}" for name, given in said.items())
    text += f'\ncolumns = {columns}\n[results]\nnumber = "n"\namount = "a"\nstate = "s"\n'
    text += f'success = ["ok"]\nfailure = ["{failure}"]\n'
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")

    out = ("--out", str(tmp_path / "o"))
    ran = refused(store, "batch", "bank-file", "1", "--template", str(own), *out)
    assert ran.startswith("bank-template-invalid: ")


def test_the_shipped_layouts_hold_together_and_another_is_unknown(store: Path) -> None:
    assert shipped() == ["payout-text", "transfer-csv"]
    assert all(read_template(name).columns for name in shipped())
    assert refused(store, "batch", "bank-file", "1", "--template", "x", "--out", "o").startswith(
        "bank-template-unknown: "
    )
