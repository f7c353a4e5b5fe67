"""What the ledger would come to, decided on what a look sees, with nothing recorded."""
