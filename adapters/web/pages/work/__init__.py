"""Pages that officers work in: files of claims, a claim of its own, and decisions."""
