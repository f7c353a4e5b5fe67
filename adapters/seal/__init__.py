"""The transparency log over the ledger: sealed, proved and verified by the C2SP specifications."""
