"""The panes of the window, one file each. Each is given what it needs and reports through callbacks."""
