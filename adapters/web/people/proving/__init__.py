"""By what a person proves to be the account's: password, second factor, and how often they try."""
