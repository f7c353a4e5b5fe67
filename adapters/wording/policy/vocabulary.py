"""The vocabulary of a policy file for people: each word, how it is written, and its sentence."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.policy.file.vocabulary import Word, vocabulary
from adapters.wording.policy.sentences import SENTENCES
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import N_, listed, pgettext
from adapters.wording.translation import gettext as _
from domain.value import value

TITLES: dict[str, str] = {
    "values": N_("How values are written"),
    "policy": N_("At the top"),
    "settings": N_("[settings]: how every decision goes"),
    "kinds": N_("[kinds.KIND]: what claims state"),
    "facts": N_("facts.FACT of a kind"),
    "records": N_("[records.RECORD]: figures of an enterprise and a year"),
    "figures-of-year": N_("facts.FACT of a record"),
    "lists": N_("[lists.LIST]: countries"),
    "measures": N_("[measures.MEASURE]: what is paid"),
    "conditions": N_("Conditions, in when and needs"),
    "references": N_("Where a value comes from"),
    "terms": N_("Terms, in pays: one verb each"),
    "looked-up": N_("A figure that is looked up"),
    "share": N_("A ceiling that is a share"),
    "bonus": N_("A rate in plus"),
    "beside": N_("Beside a condition or a verb"),
    "line": N_("line of a measure"),
    "caps": N_("[caps.CAP]: ceilings over several claims"),
    "limit": N_("A limit that is of a record"),
    "exclusions": N_("[[exclusions]]: not both for one item"),
    "together": N_("[[together]]: several measures for one enterprise"),
    "other_policies": N_("[[other_policies]]: support under other policies of the ledger"),
    "sources": N_("[sources.SOURCE]: where the money comes from"),
    "funding": N_("[funding.ENTRY]: what each source bears"),
    "readings": N_("[readings.READING]: how a silence is read"),
    "patches": N_("rivals of a reading: patches by path"),
    "words": N_("[words]: what the working says"),
    "commitment": N_("[[commitment]]: promises beside money"),
    "article": N_("[[article]]: every article of the text"),
    "figures": N_("figures of an article"),
    "inferred": N_("[[inferred]]: what is read into the text"),
    "case": N_("FILE.cases.toml, [[case]]: cases worked by hand"),
    "case-claims": N_("claims of a case"),
    "case-records": N_("records of a case"),
    "problems": N_("Problems of policy-file-invalid"),
}
TYPES: dict[str, str] = {
    "text": N_("text"),
    "id": N_("id"),
    "name": N_("name"),
    "amount": N_("amount"),
    "rate": N_("rate"),
    "price": N_("price"),
    "number": N_("number"),
    "count": N_("whole number"),
    "day": N_("day"),
    "month-day": N_("month and day"),
    "true-false": N_("true or false"),
    "country": N_("country"),
    "currency": N_("currency"),
    "condition": N_("condition"),
    "value": N_("value"),
    "list": N_("list"),
    "table": N_("table"),
    "one-of": N_("one of"),
}
UNITS: dict[str, str] = {  # what an amount may be in before a verb, as refusals name it
    "nothing": N_("first"),
    "money": N_("money"),
    "foreign-money": N_("another currency"),
    "quantity": N_("a quantity"),
    "blocks": N_("blocks"),
    "several-amounts": N_("several amounts"),
}
_WITHOUT_A_KEY = ("looked-up.word", "patches.value")  # written by names of the file's own
_WITHIN_A_LIST = "looked-up.bands."  # words that stand in a band


@value
class ExplainedWord:
    """A word with its sentence, for programs."""

    place: str
    key: str
    written: tuple[str, ...]
    after: tuple[str, ...]
    required: bool
    default: str
    example: str
    sentence: str


def explained() -> list[ExplainedWord]:
    """Return every word with its sentence in the current language."""
    return [
        ExplainedWord(
            place=word.place,
            key=word.key,
            written=word.written,
            after=word.after,
            required=word.required,
            default=word.default,
            example=word.example,
            sentence=sentence(word),
        )
        for words in vocabulary().values()
        for word in words
    ]


def sentence(word: Word) -> str:
    """Return what a word says, in the current language."""
    return _(SENTENCES[word.place])


def vocabulary_report() -> Report:
    """Return the whole vocabulary, a table a section."""
    tables = tuple(section_table(section) for section in vocabulary())
    return Report(title=_("The vocabulary of a policy file"), parts=tables)


def section_table(section: str) -> Table:
    """Return the words of a section, a row each."""
    columns: Columns[Word] = (
        (Column(pgettext("column", "word"), "text" if section == "values" else "code"), _key),
        (Column(pgettext("column", "type")), lambda word: listed(_written(word))),
        (Column(pgettext("column", "written"), "code"), lambda word: word.example),
        (Column(pgettext("column", "what it says")), sentence),
    )
    words = vocabulary()[section]
    said = tuple(column for column in columns if any(map(column[1], words)))
    return table_of(words, said, title=_(TITLES[section]))


def _key(word: Word) -> str:
    """Return a word as a file says it; a type by its name in the current language."""
    if word.section == "values":
        return _(TYPES[word.key])
    if word.place.startswith(_WITHIN_A_LIST):
        return f'… "{word.key}"'
    if word.is_value:
        return f'{word.beside} = "{word.key}"'
    if word.place in _WITHOUT_A_KEY or word.section == "references":
        return ""
    return f"… {word.key}" if word.beside else word.key


def _written(word: Word) -> Iterator[str]:
    """Yield of what type a word is, whether it may be left out, and what is meant then."""
    if word.after[:1] == ("nothing",):
        yield _("first")
    units = [_(UNITS[each]) for each in word.after if each != "nothing"]
    if units:
        yield _("after {units}").format(units=pgettext("between types", " or ").join(units))
    names = [_(TYPES[each]) for each in word.written]
    if word.written[:1] == ("list",):
        yield _("list of {each}").format(each=names[1])
    elif names:
        yield pgettext("between types", " or ").join(names)
    if word.required:
        yield _("required")
    if word.default:
        yield _("default {default}").format(default=word.default)
