"""What signs and dates a checkpoint: kinds of keys, keys in a token, time stamps."""
