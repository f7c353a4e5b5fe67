"""The kit that commands are written with: options, values, help, misuse, and how one runs."""
