"""What may be wrong with a policy file."""

from __future__ import annotations

from adapters.wording.translation import N_

PROBLEMS: dict[str, str] = {
    "problems.unreadable": N_("the file cannot be read"),
    "problems.not-utf8": N_("the file is not in UTF-8"),
    "problems.not-toml": N_("the file is not TOML"),
    "problems.missing": N_("a key that is needed is missing"),
    "problems.unknown": N_("a key that has no meaning there"),
    "problems.repeated": N_("the same name, text or path twice"),
    "problems.empty": N_("a text or a list with nothing in it"),
    "problems.too-long": N_("a text, or the whole file, is too long"),
    "problems.malformed": N_("a name or a text is not of the form wanted there"),
    "problems.bad-character": N_("a text has a character that is not seen"),
    "problems.wrong-type": N_(
        "another type of value than wanted there, such as a number where a text belongs"
    ),
    "problems.not-a-text": N_("a figure is not in quotes"),
    "problems.not-a-rate": N_("not a rate"),
    "problems.not-an-amount": N_("not an amount"),
    "problems.not-a-price": N_("not a price"),
    "problems.not-a-number": N_("not a number"),
    "problems.not-a-count": N_("not a whole number"),
    "problems.not-a-day": N_("not a day of the calendar"),
    "problems.out-of-range": N_(
        "too small or too large a value, or limits with nothing between them"
    ),
    "problems.not-allowed": N_("a word that does not stand there, or what may not stand together"),
    "problems.unknown-fact": N_("the kind has no such fact"),
    "problems.unknown-record": N_("the file has no such record"),
    "problems.unknown-list": N_("the file has no such list"),
    "problems.unknown-kind": N_("the file has no such kind"),
    "problems.unknown-measure": N_("the file has no such measure"),
    "problems.unknown-source": N_("no source of money goes by the name"),
    "problems.not-the-whole": N_("the shares do not add up to the whole"),
    "problems.without-a-source": N_("nobody bears the measure"),
    "problems.unknown-word": N_("the fact has no such word"),
    "problems.wrong-type-of-fact": N_("a fact of another type than is wanted there"),
    "problems.unit-differs": N_("the verb is not of what the amount so far is in"),
    "problems.currencies-mixed": N_("two currencies, or money and what is not"),
    "problems.pays-no-money": N_("the terms do not end in money of the policy's currency"),
    "problems.not-one-verb": N_("a term has no verb, or several"),
    "problems.not-a-condition": N_("a table is of no form of condition"),
    "problems.not-rising": N_("the starts of the bands do not rise"),
    "problems.without-a-measure": N_("no measure is for claims of the kind"),
    "problems.takes-all-before": N_(
        "a measure without conditions stands before others of its kind"
    ),
    "problems.leaves-claims-over": N_(
        "the last measure of a kind has a condition, so claims are left over"
    ),
    "problems.without-a-cost": N_("the entry asks for a cost, and no kind names one"),
    "problems.never-counts": N_("an entry before it is about the same policies"),
    "problems.kind-without-item": N_("claims of the kind have no item"),
    "problems.items-differ": N_("the measures have different items"),
    "problems.not-of-a-record": N_("the limit is of what is not an amount of a record"),
    "problems.limit-of-one-enterprise": N_(
        "a cap over all enterprises is limited by what is recorded of one"
    ),
    "problems.not-of-another-policy": N_("`counts` names no measure of another policy"),
    "problems.members-or-since": N_("a list has both `members` and `since`, or neither"),
    "problems.waits-for-its-list": N_("a reading that cannot be carried out yet is chosen"),
    "problems.days-out-of-order": N_("the last day is before the first"),
    "problems.announced-years-later": N_("it was announced more than a year after its last day"),
    "problems.not-a-currency": N_("a code that is not a currency of ISO 4217"),
    "problems.alone": N_("one measure only, where two at least stand together"),
    "problems.sheet-too-long": N_("a sheet's name of more than 31 characters"),
    "problems.sheet-malformed": N_("a sheet's name with a character that spreadsheets do not take"),
    "problems.sheet-shared": N_("kinds of one sheet do not say alike what they have in common"),
    "problems.header-repeated": N_("two columns of a sheet with one header"),
    "problems.category-repeated": N_("two kinds on shared sheets that go by one word"),
    "problems.taken-by-the-program": N_("a sheet, a column or a fact called as the program's own"),
    "problems.unknown-article": N_("an article is cited that is not listed"),
    "problems.unaccounted-for": N_(
        "an article is listed that nothing cites and that prints no figure"
    ),
    "problems.not-a-figure": N_("what is printed is not exactly one figure"),
    "problems.needs-a-note": N_("a figure that sets nothing says why in a note"),
    "problems.note-in-one-language": N_("a note in one language only"),
    "problems.unknown-path": N_("there is no value at the path"),
    "problems.other-article": N_("the figure stands under another article than its measure or cap"),
    "problems.figure-differs": N_("the printed figure is not the value at the path"),
    "problems.not-printed": N_("no figure prints the value, and no `[[inferred]]` entry names it"),
    "problems.both-printed-and-inferred": N_("a value is both printed and inferred"),
}
