"""Officers whom another program lets in: a proxy before the server, a provider of identities."""
