"""Random requests to put entries about money right."""

from __future__ import annotations

from datetime import date

from domain.commands.money import CorrectEntry
from domain.events import batch as batches
from domain.events.corrections import BatchPaymentCorrected
from domain.events.payment import ClaimRecovered
from domain.events.streams import batch_stream, budget_stream
from tests.adapters.ledger.treasury.model.asks.claims import CODES
from tests.adapters.ledger.treasury.model.both import Both

DAYS = (date(2022, 11, 3), date(2022, 12, 15), date(2024, 1, 1), date(2024, 1, 20))


class AskingOfCorrections(Both):
    """Asks for movements, payments, failures and money repaid put right."""

    def _correct_move(self) -> None:
        standing = [at for at, entry in enumerate(self.model.entries) if entry.stands]
        at, void = self.random.choice(standing), self.random.random() < 0.2
        entry = self.model.entries[at]
        fen = None if self.random.random() < 0.3 else self.random.randint(1, 60_000)
        line = None if self.random.random() < 0.6 else self.random.choice(["T", "all"])
        fen, line = (None, None) if void else (fen, line)
        transfer = bool(entry.to)
        other = None if line is None or not transfer else ("all" if line == "T" else "T")
        command = self._command(
            "budget",
            self.moved_at[at],
            void=void,
            amount_fen=fen,
            line=None if transfer else line,
            from_line=line if transfer else None,
            to_line=other,
        )
        before = len(self.model.entries)
        self.both(
            lambda: self.carry_out(command),
            lambda: self.model.correct_move(at, fen=fen, line=line, void=void),
        )
        if len(self.model.entries) > before:
            self.moved_at.append(self._last(budget_stream(entry.year)))

    def _correct_payment(self) -> None:
        lots = [lot.number for lot in self.model.lots.values() if lot.payments]
        if not lots:
            return
        number, on = self.random.choice(lots), self.random.choice(DAYS)
        places: list[int] = []
        for recorded in self.store.handler.stream(batch_stream(number)):
            if isinstance(recorded.event, batches.BatchPaid):
                places.append(recorded.position)
            elif isinstance(recorded.event, BatchPaymentCorrected):
                places[places.index(recorded.event.of_position)] = recorded.position
        made = self.random.randrange(len(places))
        command = self._command("batch", places[made], on=on, backdated="D")
        self.both(
            lambda: self.carry_out(command),
            lambda: self.model.correct_payment(number, made + 1, on),
        )

    def _reinstate(self) -> None:
        lots = self.model.lots.values()
        failed = sorted((lot.number, no) for lot in lots for no in lot.failed)
        if not failed:
            return
        number, no = self.random.choice(failed)
        position = max(
            recorded.position
            for recorded in self.store.handler.stream(batch_stream(number))
            if isinstance(recorded.event, batches.BatchLineFailed) and recorded.event.claim_no == no
        )
        command = self._command("batch", position, void=True)
        self.both(
            lambda: self.carry_out(command),
            lambda: self.model.reinstate(number, no),
        )

    def _correct_repaid(self) -> None:
        standing = [at for at, repaid in enumerate(self.model.repaid) if repaid.stands]
        if not standing:
            return
        at, void = self.random.choice(standing), self.random.random() < 0.3
        repaid = self.model.repaid[at]
        fen = None if self.random.random() < 0.4 else self.random.randint(1, 2 * repaid.fen)
        on = None if self.random.random() < 0.7 else self.random.choice(DAYS)
        debts = [case.no for case in self.model.debts] or [repaid.case.no]
        no = None if self.random.random() < 0.6 else self.random.choice(debts)
        fen, on, no = (None, None, None) if void else (fen, on, no)
        position = next(
            recorded.position
            for code in CODES  # it stays where it was recorded
            for recorded in reversed(list(self.store.handler.stream(code)))
            if isinstance(recorded.event, ClaimRecovered)
            and (recorded.event.claim_no, recorded.event.receipt) == (
                repaid.case.no, self.receipts[at],
            )
        )  # fmt: skip
        command = self._command(
            "recovery", position, void=void, amount_fen=fen, on=on, claim_no=no, backdated="D"
        )
        before = len(self.model.repaid)
        self.both(
            lambda: self.carry_out(command),
            lambda: self.model.correct_repaid(at, fen=fen, no=no, on=on, void=void),
        )
        if len(self.model.repaid) > before:
            self.receipts.append(self.receipts[at])

    def _command(
        self, of: str, position: int, *, void: bool = False, **parts: object
    ) -> CorrectEntry:
        self.serial += 1
        document = f"K{self.serial}"
        return CorrectEntry(
            of=of,
            position=position,
            document=document,
            words="x",
            void=void,
            **parts,
        )

    def _last(self, stream: str) -> int:
        return max(recorded.position for recorded in self.store.handler.stream(stream))
