"""The sentence of every word of the vocabulary of a policy file, by its place."""

from __future__ import annotations

from adapters.wording.policy.sentences.beside import BESIDE
from adapters.wording.policy.sentences.paying import PAYING
from adapters.wording.policy.sentences.problems import PROBLEMS
from adapters.wording.policy.sentences.shape import SHAPE

SENTENCES: dict[str, str] = {**SHAPE, **PAYING, **BESIDE, **PROBLEMS}
