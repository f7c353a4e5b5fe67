"""Claims made from the figures of a policy, and what they would get."""
