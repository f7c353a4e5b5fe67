"""Papers of claims: what kind of file each is, where its bytes lie, what an invoice says."""
