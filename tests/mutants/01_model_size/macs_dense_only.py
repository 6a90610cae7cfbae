"""Convolutions are passed over."""

EXPECT = ("count_macs_check", "2 positions with 4 products each")
CELL = "count_macs"
CHANGE = ("if isinstance(layer, (Dense, Conv2D)):", "if isinstance(layer, Dense):")
