"""The places are counted, whatever they say."""
EXPECT = ("share_weights_check", 'Add up the gradients')
CELL = "share_weights"
CHANGE = ('weights=gradient.ravel(), minlength=n_codes + 1', 'minlength=n_codes + 1')
