"""What the figures of a policy that an officer can set are called, and what each is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from adapters.wording.policy.labels import label, words_of
from adapters.wording.policy.titles import cap_title, title_of
from adapters.wording.translation import as_typed, gettext, language, pgettext
from domain.policy.names import bare

if TYPE_CHECKING:
    from domain.policy.compiling.paths import Parameter
    from domain.policy.measures import Policy


def settable_title(path: str, policy: Policy) -> str:
    """Return what the measure or cap that a path is of is called; empty for what is of none."""
    section, _, rest = path.partition(".")
    name = rest.split(".")[0]
    titles = {
        "measures": {bare(key): title_of(each) for key, each in policy.measures.items()},
        "caps": {bare(key): cap_title(each) for key, each in policy.caps.items()},
    }
    return titles.get(section, {}).get(name, "")


def settable_term(path: str, policy: Policy) -> str:
    """Return what of a measure or a cap a path sets."""
    words = path.split(".")[2:] or path.split(".")[1:]
    terms = _terms()
    return " · ".join(
        terms.get(word) or words_of(word, policy) or word.replace("_", " ") for word in words
    )


def setting_called(path: str, policy: Policy) -> str:
    """Return what a path of a policy is called: a terminal has the path, which is typed there."""
    section, _, rest = path.partition(".")
    title = _title(section, rest, policy)
    if section == "readings" and rest in policy.source.get("readings", {}):
        reading = policy.source["readings"][rest]
        said = str(reading["note_en" if language() == "en" else "note_zh"]).rstrip(".。")
    elif section in ("settings", "other_policies") or not rest:
        said = _sentence(section if rest else "policy", path.rpartition(".")[2])
    else:
        said = f"{title} · {settable_term(path, policy)}" if title else ""
    return as_typed(path, said or path)


def _title(section: str, rest: str, policy: Policy) -> str:
    """Return what the part of a policy is called that a path is of; empty where it has no name."""
    name = rest.partition(".")[0]
    titled = settable_title(f"{section}.{name}", policy)
    entry = policy.source.get(section)
    of = entry.get(name) if isinstance(entry, Mapping) else None
    return titled or (label(of, name) if isinstance(of, Mapping) else "")


def _sentence(section: str, key: str) -> str:
    """Return what the page on policy files says of a key; empty where it says nothing."""
    from adapters.wording.policy.sentences import SENTENCES  # most commands print none

    said = SENTENCES.get(f"{section}.{key}")
    return "" if said is None else gettext(said)


def settable_unit(parameter: Parameter) -> str:
    """Return what a figure is in, where that is not part of how it is written."""
    if parameter.currency:
        yuan = pgettext("unit", "yuan")
        return yuan if parameter.currency == "CNY" else parameter.currency
    return ""


def _terms() -> dict[str, str]:
    return {
        "rate": pgettext("term", "rate"),
        "limit": pgettext("term", "limit"),
        "award": pgettext("term", "award"),
        "awards": pgettext("term", "award"),
        "at_most": pgettext("term", "at most"),
        "at_least": pgettext("term", "at least"),
        "up_to": pgettext("term", "up to"),
        "months": pgettext("term", "months"),
        "per_booth": pgettext("term", "per booth"),
        "booths_per_exhibition": pgettext("term", "booths an exhibition"),
        "from_usd": pgettext("term", "from"),
        "per_usd": pgettext("term", "for each"),
        "share_of_guaranteed": pgettext("term", "share of what is guaranteed"),
        "times": pgettext("term", "times"),
        "plus": pgettext("term", "added"),
        "shares": pgettext("term", "share"),
    }
