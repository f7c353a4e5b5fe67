"""Pages of money and policies: questions of one verb, a batch and its payment, a draft."""
