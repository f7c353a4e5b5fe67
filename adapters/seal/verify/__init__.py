"""The log, the seal and the views verified."""
