"""A Sequential is made of the very layers of the model."""
EXPECT = ("factorize_layer_check", 'shares an array')
CELL = "factorize_layer"
CHANGE = ('small = model.copy()', 'small = Sequential(list(model.layers))')
