"""The time is cubed, and what is left taken of that."""
EXPECT = ("cubic_sparsity_check", 'At the beginning nothing is cut yet')
CELL = "cubic_sparsity"
CHANGE = ('left**3', '(1 - left)**3')
