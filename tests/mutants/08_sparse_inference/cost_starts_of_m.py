"""The row starts are counted without the end of the last."""
EXPECT = ("break_even_sparsity_check", "there are m + 1")
CELL = "break_even_sparsity"
CHANGE = ('4 * (shape[0] + 1)', '4 * shape[0]')
