"""Each kind of paper."""
