"""Pages that are read: the figures of a year, claims, enterprises, and what is looked for."""
