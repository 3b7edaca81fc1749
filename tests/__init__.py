"""Tests, benchmarks and the gallery of screenshots."""
