"""The window: shows experiments, runs them through `workers.session`, and draws what came of it."""
