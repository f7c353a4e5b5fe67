"""The ledger in the browser and over HTTP."""
