"""A year's figures of an enterprise: what the policy asks for, and whether it was said before."""

from __future__ import annotations

from domain.commands.enterprise import RecordAmounts
from domain.enterprise.state import Enterprise
from domain.events.claims import AmountsRecorded
from domain.money import AMOUNT_MAX_FEN, parse_yuan
from domain.policy.book import PolicyBook
from domain.policy.facts import RecordedValue
from domain.policy.figures import parse_number, written_number
from domain.policy.kinds import FactType, RecordType
from domain.policy.names import SEPARATOR, bare
from domain.refusals import Refusal


def record(
    command: RecordAmounts, enterprise: Enterprise, book: PolicyBook
) -> tuple[AmountsRecorded, ...]:
    """Return that a year's figures are recorded; nothing where they are already.

    Raises Refusal as `record_called` does, or `record-differs` where its figures are others.
    """
    of = record_called(command.record, book)
    given, names = dict(command.amounts), [name for name, _amount in command.amounts]
    if sorted(names) != sorted(of.facts):
        wanted = ", ".join(of.facts)
        raise Refusal("record-differs", record=of.id, given=", ".join(names), wanted=wanted)
    amounts = recorded_of(of, given)
    if _is_recorded(of.id, amounts, command, enterprise):
        return ()
    return (AmountsRecorded(record=of.id, year=command.year, amounts=amounts),)


def record_called(name: str, book: PolicyBook) -> RecordType:
    """Return a record by its name in the ledger, `<policy>/<name>`, or its name alone.

    Raises Refusal `record-unknown`, or `policy-not-named` where several policies have it.
    """
    records = book.records
    called = {f"{book.policy_of(known)}{SEPARATOR}{bare(known)}": known for known in records}
    having = [known for known in records if bare(known) == name]
    if len(having) > 1:
        raise Refusal("policy-not-named", known=", ".join(book.policies))
    recorded = called.get(name, having[0] if having else name)
    if recorded not in records:
        raise Refusal("record-unknown", record=name, known=", ".join(records))
    return records[recorded]


def recorded_of(of: RecordType, given: dict[str, RecordedValue]) -> dict[str, RecordedValue]:
    """Return figures by the names they are recorded under, in the order of their record."""
    return {fact.recorded: given[name] for name, fact in of.facts.items()}


def read_figure(fact: FactType, written: str) -> RecordedValue:
    """Return a figure as it is recorded. Raises ValueError where it is not one of its type."""
    match fact.type:
        case "amount":
            return parse_yuan(written)
        case "count":
            if not (written.isascii() and written.isdigit() and int(written) <= AMOUNT_MAX_FEN):
                raise ValueError(f"not a count: {written!r}")
            return int(written)
        case _:
            return written_number(parse_number(written))


def code_about(record: str, what: str) -> str:
    """Return the code of what is said of a record: `taxes-twice` of the record `taxes`."""
    return f"{bare(record)}-{what}".replace("_", "-")


def _is_recorded(
    record: str, amounts: dict[str, RecordedValue], command: RecordAmounts, enterprise: Enterprise
) -> bool:
    """Say whether this is the latest record of the year; once_ever: or ever was."""
    if command.once_ever:
        return (record, command.year, tuple(amounts.values())) in enterprise.records_ever
    return enterprise.records.get((record, command.year)) == amounts
