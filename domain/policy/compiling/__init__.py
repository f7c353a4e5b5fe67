"""A policy's document turned into what the ledger decides by, all of it checked."""
