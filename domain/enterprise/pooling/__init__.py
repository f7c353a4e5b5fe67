"""What all enterprises hold together under caps over all of them."""
