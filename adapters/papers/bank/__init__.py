"""What a bank is given to transfer a batch's money, and what it answers."""
