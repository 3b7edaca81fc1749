"""Scenes: pure functions from what was measured or recorded to shapes. Nothing here knows of tkinter."""
