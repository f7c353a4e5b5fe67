"""What a measure needs and a claim lacked, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.intake.names.countries import name_of
from adapters.wording.claims.recorded import missing_text
from adapters.wording.policy.labels import operand_text, withins, word_text, words_of
from adapters.wording.policy.page.conditions import condition_text
from adapters.wording.policy.page.names import Names
from adapters.wording.translation import gettext as _
from adapters.wording.translation import in_brackets, language, listed, pgettext
from domain.events.claims import Decision, Operand
from domain.policy.conditions import Condition, YesNo

if TYPE_CHECKING:
    from domain.policy.measures import Measure, Policy

Operands = dict[str, Operand]


def not_eligible(given: Operands, decision: Decision, policy: Policy | None) -> str:
    """Return what a claim lacked; in the words of its policy, where that has some for it.

    With what is not recorded of the enterprise, where the need asks for that.
    """
    missing = missing_text(given, policy)
    if missing and given["need"] == "recorded":
        return missing
    said = _lacked(given, decision, policy)
    return pgettext("between reasons", "; ").join(filter(None, (said, missing)))


def _lacked(given: Operands, decision: Decision, policy: Policy | None) -> str:
    need = str(given["need"])
    if need == "abroad":
        return _abroad(policy)
    measure = None if policy is None else policy.measures.get(decision.outcome.measure or "")
    if policy is None or measure is None:  # a proof has no policy
        return _("Not eligible: {need}").format(need=need)
    condition = next((each.condition for each in measure.needs if each.code == need), None)
    if isinstance(condition, YesNo):  # the policy may have words for what the claim states instead
        stated = words_of(condition.fact, policy, int(not condition.expected))
        if stated:
            return stated
    own = words_of(need, policy)
    if condition is None or own is not None:
        said = _("Not eligible: {need}").format(need=own or need)
    else:
        said = _("Not eligible, for this is missing: {need}").format(
            need=condition_text(condition, _AsClaimed(policy, measure.kind))
        )
    return in_brackets(said, _figures(given, condition, measure, policy))


class _AsClaimed(Names):
    """What facts and words are called in answers about a claim: as sheets write them."""

    def word(self, recorded: str, word: str) -> str:
        """Return what a word of a fact is called."""
        return word_text(word, self.stated(recorded), self.policy)


def _abroad(policy: Policy | None) -> str:
    home = "CN" if policy is None else str(policy.source.get("home", "CN"))
    shown = home if language() == "en" else name_of(home)
    return _("Not abroad: the matter is in {home}").format(home=shown)


def _figures(
    given: Operands, condition: Condition | None, measure: Measure, policy: Policy
) -> str | None:
    """Return the figures that a need was held against; None where there are none.

    Not the limit itself, which the need says.
    """
    limits = {"need"} if condition is None else {"need", *(w.named for w in withins(condition))}
    said = (
        operand_text(name, value, measure, policy)
        for name, value in given.items()
        if name not in limits
    )
    return listed(filter(None, said)) or None
