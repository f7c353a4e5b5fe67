"""The closed words of a policy's document: for each key that takes one of a few, which they are.

The compiler and the shape of the file read them here, so a word that stands nowhere else is not
one. Where a key may be left out, the first of its words is meant.
"""

from __future__ import annotations

from domain.money import UNITS_FEN

SETTINGS = {
    "rounding": tuple(UNITS_FEN),
    "other_support": ("up-to-cost", "deduct", "ignore"),
    "order": ("decided", "matter", "best"),
    "new_version": ("keep", "reopen"),
}
BLOCKS = ("whole", "up", "pro-rata")
BEGINS = ("from", "above")  # a band at its start, or beyond it
YEARS = ("same", "previous")
GRANTED_PER = ("enterprise", "item")

WORDS: dict[str, tuple[str, ...]] = {
    **{f"settings.{name}": words for name, words in SETTINGS.items()},
    "facts.is": (
        "text", "word", "yes-no", "country", "amount", "amounts", "count", "quantity", "article",
    ),
    "figures-of-year.is": ("amount", "count", "quantity"),
    "facts.identifies": ("event", "paper"),
    "line.code": ("booths", "share", "whole-fee", "award", "blocks", "guarantee", "decided"),
    "conditions.grows.year": YEARS,
    "conditions.grows-above.year": YEARS,
    "conditions.record.year": YEARS,
    "conditions.granted.per": GRANTED_PER,
    "terms.per.blocks": BLOCKS,
    "looked-up.bands": BEGINS,
    "caps.unit": ("money", "count"),
    "caps.period": ("year", "policy", "fiscal", "rolling"),
    "caps.per": ("enterprise", "item", "all", "item-of-all"),
    "exclusions.on": ("item",),
    "exclusions.way": ("two-way", "first"),
    "together.pays": ("both", "higher"),
    "other_policies.same": ("invoice", "item"),
    "other_policies.rule": ("up-to-cost", "deduct", "higher", "ignore"),
}  # fmt: skip
