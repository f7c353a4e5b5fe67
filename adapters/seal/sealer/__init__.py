"""What a sealer keeps to: what it signed last, and which key may follow which."""
