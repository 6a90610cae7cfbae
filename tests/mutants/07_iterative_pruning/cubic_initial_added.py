"""The initial sparsity is added to what is to go."""
EXPECT = ("cubic_sparsity_check", 'final - initial to go')
CELL = "cubic_sparsity"
CHANGE = ('final + (initial - final) * left**3', 'initial + final - final * left**3')
