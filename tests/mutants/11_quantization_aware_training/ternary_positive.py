"""Negative weights are never kept."""

EXPECT = ("ternary_check", 'keeps its sign')
CELL = "ternary"
CHANGE = ('kept = sizes >', 'kept = weights >')
