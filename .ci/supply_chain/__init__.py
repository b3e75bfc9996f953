"""What is installed to run this, whose it is, and under which licence: notices and a bill of materials."""
