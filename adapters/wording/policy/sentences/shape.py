"""What a policy file says of itself, its kinds, records and lists."""

from __future__ import annotations

from adapters.wording.translation import N_

SHAPE: dict[str, str] = {
    "values.text": N_("a text of one line, at most 500 characters"),
    "values.id": N_("a name of lower-case letters, digits and hyphens"),
    "values.name": N_("a name of lower-case letters, digits and underscores"),
    "values.amount": N_(
        "an amount of money above 0, in quotes, with at most two decimals and no separators"
    ),
    "values.rate": N_("a rate above 0 and up to ten times, exact: per cent or a fraction"),
    "values.price": N_("an amount for each unit, or for each so many units"),
    "values.number": N_("a number such as a quantity or a factor, with at most six decimals"),
    "values.count": N_("a whole number, 1 to 10,000 where nothing else is said"),
    "values.day": N_("a day, written bare"),
    "values.month-day": N_("a month and a day; not 29 February"),
    "values.true-false": N_("true or false, written bare"),
    "values.country": N_("a country or region by its ISO 3166-1 code"),
    "values.currency": N_("a currency by its ISO 4217 code"),
    "values.condition": N_("a condition, see below"),
    "values.value": N_("what the key in question takes"),
    "values.list": N_("several of what is named after it"),
    "values.table": N_("keys with values of their own"),
    "values.one-of": N_("one of the words that stand with it"),
    "policy.id": N_("the policy's name, by which commands and other policies call it"),
    "policy.title_zh": N_("its title in Chinese"),
    "policy.title_en": N_("its title in English"),
    "policy.document": N_("the document it rests on, with its number once it has one"),
    "policy.announced_on": N_(
        "the day it was announced, a year after the last day at most; matters before it are "
        "retroactive"
    ),
    "policy.first_day": N_("the first day of matters it governs"),
    "policy.last_day": N_("the last day of matters it governs"),
    "policy.currency": N_("the currency of every amount that names no other"),
    "policy.home": N_("the country that is not abroad"),
    "policy.repealed": N_("true: in these days nothing is paid"),
    "policy.settings": N_("how every decision goes where no measure says otherwise"),
    "policy.kinds": N_("what claims state, by kind"),
    "policy.records": N_("amounts recorded of an enterprise by the year"),
    "policy.lists": N_("countries by name of the list"),
    "policy.measures": N_("what is paid, in the order in which measures of a kind are tried"),
    "policy.caps": N_("ceilings over several claims"),
    "policy.exclusions": N_("what is not paid where something else was"),
    "policy.together": N_("measures of which an enterprise may get several"),
    "policy.other_policies": N_(
        "how support under other policies of the ledger counts; the first entry about a "
        "policy is the one"
    ),
    "policy.sources": N_("where the money comes from"),
    "policy.funding": N_("what each source bears of what is granted"),
    "policy.readings": N_("how the text is read where it is silent, and how else it could be"),
    "policy.words": N_("what the working calls what it shows"),
    "policy.commitment": N_("what articles promise beside money"),
    "policy.article": N_("every article of the text with its printed figures"),
    "policy.inferred": N_("what is read into the text"),
    "settings.rounding": N_("how an amount is rounded, once, before the caps"),
    "settings.rounding.fen-down": N_("down to the fen, or the cent"),
    "settings.rounding.fen-half-up": N_("half up to the fen"),
    "settings.rounding.yuan-down": N_("down to the yuan"),
    "settings.rounding.ten-down": N_("down to 10 yuan"),
    "settings.rounding.hundred-down": N_("down to 100 yuan"),
    "settings.rounding.thousand-down": N_("down to 1,000 yuan"),
    "settings.rounding.wan-down": N_("down to 10,000 yuan"),
    "settings.other_support": N_("how other support that a claim declares counts"),
    "settings.other_support.up-to-cost": N_("all support together stays within the cost"),
    "settings.other_support.deduct": N_("it is taken off"),
    "settings.other_support.ignore": N_("it is not looked at"),
    "settings.order": N_("whose claim comes first under a cap, when claims are reassessed"),
    "settings.order.decided": N_("what was decided first"),
    "settings.order.matter": N_("what happened first"),
    "settings.order.best": N_("what is best for the enterprise"),
    "settings.new_version": N_("what becomes of decided claims when a version is recorded"),
    "settings.new_version.keep": N_("they stand until a reassessment is asked for"),
    "settings.new_version.reopen": N_("they are reassessed at once"),
    "kinds.zh": N_("what the kind is called in Chinese, and its sheet where `sheet` is left out"),
    "kinds.en": N_("what the kind is called in English"),
    "kinds.sheet": N_("its sheet in a workbook; several kinds may share one"),
    "kinds.category": N_(
        "in a shared sheet, the column that says the kind: by the words of its first fact that is "
        "a word, else by what the kind is called"
    ),
    "kinds.day": N_(
        "the column of the day of the matter: 结束 takes the end of a range, 年度 the last day of"
        " a year"
    ),
    "kinds.item": N_("the text, country or word by which several claims are of one item"),
    "kinds.item_name": N_(
        "what the item is called, the same for kinds that share a cap by item; the fact's "
        "name where left out"
    ),
    "kinds.cost": N_("the amount, or the amounts added up, that all support stays within"),
    "kinds.shows": N_("what the working shows of the choice of a measure, in that order"),
    "kinds.plausible": N_("the largest amount that is taken without being confirmed"),
    "kinds.facts": N_("what a claim states, in the order of its columns"),
    "facts.is": N_("of what type the fact is"),
    "facts.is.text": N_("a line of text"),
    "facts.is.word": N_("one of the `words`"),
    "facts.is.yes-no": N_("yes or no, 是 or 否"),
    "facts.is.country": N_("a country or region"),
    "facts.is.amount": N_("an amount of money"),
    "facts.is.amounts": N_("several amounts, such as a fee for each booth"),
    "facts.is.count": N_("a whole number, such as employees"),
    "facts.is.quantity": N_("a number with decimals, such as square metres"),
    "facts.is.article": N_("the article that a decision rests on"),
    "facts.zh": N_("its column, and what it is called in Chinese; the name where left out"),
    "facts.en": N_("what it is called in English"),
    "facts.currency": N_("of an amount: its currency, where it is not the policy's"),
    "facts.zero": N_("of an amount: true where nothing may be stated"),
    "facts.words": N_("of a word: each word as it is recorded, and how sheets write it"),
    "facts.split": N_("of amounts: the column that says over how many the amount is spread"),
    "facts.most": N_("of amounts: how many there may be at most"),
    "facts.suspect": N_("of an amount: false where small and large ones are taken unasked"),
    "facts.number": N_("of a text: true where every digit counts, zeros in front too"),
    "facts.has": N_("of a yes-no: true where sheets write 有 and 无"),
    "facts.identifies": N_("of a text: what it names, so that what stands twice is noticed"),
    "facts.identifies.event": N_("what several may take part in, each once a year"),
    "facts.identifies.paper": N_("a certificate or a registration, of one claim only"),
    "records.zh": N_("what the record is called in Chinese"),
    "records.en": N_("what the record is called in English"),
    "records.year": N_("the column of the year"),
    "records.plausible": N_("the largest amount that is taken without being confirmed"),
    "records.facts": N_("its figures"),
    "records.sheet": N_("its sheet in a workbook, where that is not `zh`"),
    "figures-of-year.is": N_("of what type the figure is"),
    "figures-of-year.is.amount": N_("an amount of money"),
    "figures-of-year.is.count": N_("a whole number, such as employees"),
    "figures-of-year.is.quantity": N_("a number with decimals, such as square metres"),
    "figures-of-year.zh": N_(
        "its column, and what it is called in Chinese; the name where left out"
    ),
    "figures-of-year.en": N_("what it is called in English"),
    "figures-of-year.currency": N_("of an amount: its currency, where it is not the policy's"),
    "figures-of-year.zero": N_("of an amount: true where nothing may be stated"),
    "figures-of-year.suspect": N_(
        "of an amount: false where small and large ones are taken unasked"
    ),
    "lists.zh": N_("what the list is called in Chinese"),
    "lists.en": N_("what the list is called in English"),
    "lists.members": N_("its countries; the home country is on no list"),
    "lists.since": N_(
        "instead of `members`: each country and the day from which it is on the list"
    ),
    "lists.at_once": N_("with `since`: true where all are on it from the policy's first day"),
}
