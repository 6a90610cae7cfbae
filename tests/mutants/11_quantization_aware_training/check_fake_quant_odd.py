"""Halves are expected at the odd code."""

EXPECT = ("check_fake_quant_check", 'answer of yours wrong')
CELL = "check_fake_quant"
CHANGE = ('halves = [-1, -1, -1, 0, 0,', 'halves = [-1, -1, -1, -0.5, 0,')
