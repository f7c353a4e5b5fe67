"""The official text: its articles, its figures, and whether the file agrees."""
