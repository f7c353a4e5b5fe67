"""What is taken back or put right of money: failures, entries made wrongly."""
