"""Questions answered from the log, enterprise by enterprise."""
