"""Who is paid for the lines of a batch, where enterprises carry on others."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.log.reader import LogReader
from domain.enterprise.kin.successions import Successions
from domain.payments.batch import Batch, LineState


def follow_payees(
    batch: Batch, paid_at: Mapping[str, int], log: LogReader, known: Successions
) -> None:
    """Say who carries on each line's enterprise, and who was paid by then.

    paid_at: where in the log each claim was paid.
    """
    if not known.heirs:
        return
    for claim_no, line in batch.lines.items():
        line.filed_under, line.uscc = line.uscc, known.heir(line.uscc)
        line.payee = line.uscc
        if line.state is LineState.PAID and line.uscc != line.filed_under:
            line.payee = log.successions(paid_at[claim_no]).heir(line.filed_under)
