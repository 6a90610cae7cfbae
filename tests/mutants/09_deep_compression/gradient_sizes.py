"""The sizes of the gradients are added."""
EXPECT = ("share_weights_check", 'signs and fractions')
CELL = "share_weights"
CHANGE = ('weights=gradient.ravel()', 'weights=np.abs(gradient.ravel())')
