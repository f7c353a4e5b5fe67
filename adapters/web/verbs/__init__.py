"""What the commands of a ledger take and answer, as values: how a page or a program asks them."""
