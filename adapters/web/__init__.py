"""The ledger over HTTP: an interface for programs, and pages in the browser."""
