"""Figures that are looked up: by a word of the claim, or by the band a value falls in."""

from __future__ import annotations

from domain.assessment.matter import Matter, worth
from domain.events.claims import Operand
from domain.money import BASIS_POINTS, Exact, exact, share
from domain.policy.terms import Bands, ByWord, Figure

Operands = dict[str, Operand]


def figure_at(figure: Figure, amount: Exact, matter: Matter, operands: Operands) -> Exact | None:
    """Return what a figure is for a claim, and note what it was looked up by.

    None where no band of it is reached.
    """
    match figure:
        case ByWord():
            word = matter.facts.text(figure.fact)
            operands[figure.fact] = word
            return figure.figures[word]
        case Bands():
            by, starts = _scale(figure, amount, matter)
            reached = [
                place
                for place, start in enumerate(starts)
                if by > start or (by == start and place not in figure.above)
            ]
            operands["by"] = shown(by)
            if not reached:
                return None
            operands["from"] = shown(starts[reached[-1]])
            return figure.figures[reached[-1]]
    return figure


def marginal(bands: Bands, amount: Exact, matter: Matter, operands: Operands) -> Exact:
    """Return each band's rate of the part of a value within it, together."""
    by, starts = _scale(bands, amount, matter)
    operands["by"] = shown(by)
    total: Exact = 0
    for place, (start, rate_bp) in enumerate(zip(starts, bands.figures, strict=True)):
        end = starts[place + 1] if place + 1 < len(starts) else by
        total += max(0, min(by, end) - start) * rate_bp
    return exact(total, BASIS_POINTS)


def shown(number: Exact) -> Operand:
    """Return an exact number as an operand: a fraction as text."""
    return number if isinstance(number, int) else str(number)


def _scale(bands: Bands, amount: Exact, matter: Matter) -> tuple[Exact, list[Exact]]:
    """Return what is compared, and the starts it is compared with."""
    by = amount if bands.of is None else worth(bands.of, matter)
    if bands.base is None:
        return by, list(bands.starts)
    base = worth(bands.base, matter)
    return by, [share(base, start) for start in bands.starts]
