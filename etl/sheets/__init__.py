"""What offices hand in: workbooks and CSV files, cell by cell, nothing guessed."""
