"""What a file says, as lines that a person can write down before it is read."""

from __future__ import annotations

from pathlib import Path

from adapters.intake.items import (
    FIELDS,
    RECORDS,
    AcceptedRow,
    Item,
    Notice,
    RejectedRow,
    SheetTotal,
)
from adapters.intake.read import read
from domain.commands.enterprise import RecordAmounts
from domain.refusals import Refusal

HERE = Path(__file__).parent


def expected() -> dict[str, tuple[str, list[str]]]:
    """Return what the table says: by file, how the command ends and the lines of what is read."""
    table: dict[str, tuple[str, list[str]]] = {}
    file = ""
    for line in (HERE / "expected.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            table[file][1].append(line.strip())
        elif line and not line.startswith("#"):
            file, _, ends = line.partition(" exit ")
            table[file] = (ends, [])
    return table


def lines_of(path: Path) -> list[str]:
    """Return a line for each thing that a file says, or for each header it is refused for."""
    try:
        return [_line(item) for item in read(path)]
    except Refusal as refusal:
        return [_refused(each) for each in (refusal, *refusal.others)]


def _line(item: Item) -> str:
    match item:
        case AcceptedRow(at=at, command=command):
            return f"{at.sheet or '-'} {at.row} {_stated(command)}"
        case RejectedRow(at=at):
            return f"{at.sheet or '-'} {at.row} ! {item.column or '-'} {item.code}"
        case Notice(facts=facts):
            where = f"{facts.get('sheet') or '-'} {facts.get('row') or '-'}"
            column = facts.get("column", "")
            return f"{where} ? {item.code} {column}".strip()
        case SheetTotal():
            return f"{item.sheet or '-'} = {_yuan(item.declared_fen)}"
        case _:
            return f"{item.sheet or '-'} {item.first}-{item.last} unread"


def _stated(command: object) -> str:
    if isinstance(command, RecordAmounts):
        figures = dict(command.amounts)
        return f"exports {command.year} {_yuan(figures['us_usd'])} {_yuan(figures['rcep_usd'])}"
    facts = command.facts
    names = ("booth_fees_fen", "premium_fen", "fee_fen", "guarantee_fee_fen", "amount_fen")
    fees = [facts[name] for name in names if name in facts]
    fee = fees[0] if fees else facts.get("executed_usd_cents")
    words = [command.claim_no, command.occurred_on.isoformat()]
    if isinstance(fee, tuple):
        words.append(f"{_yuan(sum(fee))}/{len(fee)}")
    elif fee is not None:
        words.append(_yuan(fee))
    if command.other_support_fen:
        words += ["less", _yuan(command.other_support_fen)]
    return " ".join([*words, ",".join(command.invoices)]).strip()


def _refused(refusal: Refusal) -> str:
    facts = refusal.facts
    line = f"{facts.get('sheet') or '-'} - ! {refusal.code}"
    if facts.get("missing"):
        line += f" missing {str(facts['missing']).replace('、', ',')}"
    if facts.get("below"):
        line += f" below {facts['below']}"
    alike = [each.split(FIELDS) for each in str(facts.get("alike") or "").split(RECORDS) if each]
    if alike:
        line += f" alike {','.join(f'{name}>{known}' for _, name, known in alike)}"
    return line


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
