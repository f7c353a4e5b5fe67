"""What a policy file says of measures: conditions, terms, and the line they are shown in."""

from __future__ import annotations

from adapters.wording.translation import N_

PAYING: dict[str, str] = {
    "measures.article": N_("the article that says so"),
    "measures.title_zh": N_("its title in Chinese"),
    "measures.title_en": N_("its title in English"),
    "measures.kind": N_("the kind of claims it is for"),
    "measures.when": N_(
        "conditions that tell it from others of the kind: the first measure for which all "
        "hold is it; the last of a kind has none"
    ),
    "measures.needs": N_("conditions without which nothing is paid (`not-eligible`)"),
    "measures.pays": N_("the arithmetic, a row of terms from left to right, each with one verb"),
    "measures.by_item": N_(
        "true: claims of one item in one year share one place, and nothing else"
    ),
    "measures.ended": N_("true: from this version on it pays nothing (`measure-ended`)"),
    "measures.line": N_(
        "its terms in one line of the working; left out, each term has a line of its own"
    ),
    "line.code": N_("in the words of which code"),
    "line.code.booths": N_("the amounts counted, each at its rate and ceiling"),
    "line.code.share": N_("an amount times a rate, and the ceiling"),
    "line.code.whole-fee": N_("an amount as it stands"),
    "line.code.award": N_("a fixed sum"),
    "line.code.blocks": N_("how many blocks, and the award for each"),
    "line.code.guarantee": N_("a fee, at most a share of another amount"),
    "line.code.decided": N_("the sum that a decision names"),
    "line.shows": N_(
        "the figures and facts that the line shows, in their order, by their recorded names"
    ),
    "conditions.yes-no": N_("the yes-or-no fact is yes; after `not`, it is no"),
    "conditions.any": N_("at least one of several conditions holds"),
    "conditions.grows": N_(
        "the amount of a record grew so much over the year before; over one that is recorded as 0 "
        "any amount has grown, over one that is not recorded none"
    ),
    "conditions.grows.field": N_("which of its amounts"),
    "conditions.grows.year": N_("of which year"),
    "conditions.grows.year.same": N_("the year of the matter"),
    "conditions.grows.year.previous": N_("the year before"),
    "conditions.grows-above": N_("the amount of a record grew by more than so much"),
    "conditions.grows-above.field": N_("which of its amounts"),
    "conditions.grows-above.year": N_("of which year"),
    "conditions.grows-above.year.same": N_("the year of the matter"),
    "conditions.grows-above.year.previous": N_("the year before"),
    "conditions.record": N_(
        "an amount of a record is within the limits; where nothing is recorded it is not"
    ),
    "conditions.record.field": N_("which of its amounts"),
    "conditions.record.fields": N_("several of its amounts: the highest counts"),
    "conditions.record.year": N_("of which year"),
    "conditions.record.year.same": N_("the year of the matter"),
    "conditions.record.year.previous": N_("the year before"),
    "conditions.record.at_least": N_("so much or more"),
    "conditions.record.above": N_("more than so much"),
    "conditions.record.at_most": N_("so much or less"),
    "conditions.record.below": N_("less than so much"),
    "conditions.granted": N_("so many claims were granted before under these measures"),
    "conditions.granted.per": N_("whose grants are counted"),
    "conditions.granted.per.enterprise": N_("all of the enterprise"),
    "conditions.granted.per.item": N_("those of the claim's own item"),
    "conditions.granted.at_least": N_("so many or more"),
    "conditions.granted.above": N_("more than so many"),
    "conditions.granted.at_most": N_("so many or fewer"),
    "conditions.granted.below": N_("fewer than so many"),
    "conditions.filed": N_("the claim was filed at most so many days after the matter"),
    "conditions.abroad": N_("the country is not the home country"),
    "conditions.is": N_("the fact is the word, or one of a list of words"),
    "conditions.on": N_("the country is on the list on the day of the matter"),
    "conditions.share": N_("a number or an amount is a share of another within the limits"),
    "conditions.share.at_least": N_("so much or more"),
    "conditions.share.above": N_("more than so much"),
    "conditions.share.below": N_("less than so much"),
    "conditions.share.at_most": N_("so much or less"),
    "conditions.fact": N_("a number or an amount is within the limits"),
    "conditions.fact.at_least": N_("so much or more; an amount in quotes, a count bare"),
    "conditions.fact.above": N_("more than so much"),
    "conditions.fact.at_most": N_("so much or less"),
    "conditions.fact.below": N_("less than so much"),
    "beside.code": N_(
        "of a need: what is said is missing; a yes-or-no fact and `abroad` have codes of their own"
    ),
    "beside.name": N_(
        "what paths and the working call the figure; the verb, or a name after the fact, "
        "where left out"
    ),
    "references.fact": N_("a number or an amount of the claim"),
    "references.record": N_("an amount of a record, in the year of the matter"),
    "references.back": N_("of so many years before"),
    "references.mean": N_("the mean of so many years before; each must be recorded"),
    "references.sum": N_("several values of one unit, added up"),
    "terms.of": N_("starts from an amount or a quantity"),
    "terms.of.less": N_("less another of the same unit, not below 0"),
    "terms.each": N_(
        "starts from each of several amounts; what follows goes for each until `highest`"
    ),
    "terms.highest": N_("adds up the highest of them, so many of each claim at most"),
    "terms.highest.per": N_("`item`: as many as the item has left in the year"),
    "terms.rate": N_("a share of the amount"),
    "terms.rate.plus": N_("rates added where their conditions hold"),
    "terms.rate.up_to": N_("the rates together, at most"),
    "terms.price": N_("an amount for each unit of a quantity"),
    "terms.per": N_("how many times it is contained in the amount; under one block nothing"),
    "terms.per.blocks": N_("what a block begun counts; always written"),
    "terms.per.blocks.whole": N_("nothing"),
    "terms.per.blocks.up": N_("as one"),
    "terms.per.blocks.pro-rata": N_("its part"),
    "terms.award": N_("a fixed sum; after `per`, for each block"),
    "terms.plus": N_("a sum added"),
    "terms.plus.when": N_("only where these conditions hold"),
    "terms.times": N_("a factor"),
    "terms.at_most": N_("a ceiling; `{ of = …, rate = … }` is a share of another amount"),
    "terms.at_most.per": N_(
        "`item`: for all claims of the item in a year together; nothing follows it"
    ),
    "terms.at_least": N_("nothing where the amount is below it"),
    "terms.up_to": N_("a quantity, counted up to so much"),
    "terms.rounded": N_("down to a multiple of it"),
    "looked-up.word": N_("a figure for each word of a fact"),
    "looked-up.by": N_(
        "what decides: a word, or a value compared with the bands; left out, the amount so far"
    ),
    "looked-up.bands": N_(
        "starts with their figures, rising: the figure of the highest start reached; below "
        "all, nothing, nor any bonus of the term"
    ),
    "looked-up.bands.from": N_("the band begins at its start; left out, this is meant"),
    "looked-up.bands.above": N_("third in a band: it begins above its start"),
    "looked-up.base": N_("the starts are shares of this value"),
    "looked-up.marginal": N_(
        "of rates: true where each is of the part of the amount within its band"
    ),
    "share.of": N_("the value it is a share of"),
    "share.rate": N_("the share"),
    "share.price": N_("instead of a rate: so much for each unit of it"),
    "bonus.when": N_("the conditions; without any it is always added"),
}
