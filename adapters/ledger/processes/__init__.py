"""Reading and writing in processes of their own."""
