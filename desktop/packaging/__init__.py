"""What is needed to set the program up and to build its executable; no part of the program itself."""
