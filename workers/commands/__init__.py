"""The commands of the terminal front end, one module each, with a `register` that adds it to the parser."""
