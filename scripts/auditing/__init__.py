"""Commands of audits, and of the seal that they rest on."""
