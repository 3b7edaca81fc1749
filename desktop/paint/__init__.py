"""Painters turn a scene's shapes into something seen."""
