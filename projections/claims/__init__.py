"""What can be asked about claims: the register, totals, workings, backfills."""
