"""The first form of a policy, as programs recorded it until its file said everything."""
