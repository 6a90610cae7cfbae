"""The model that was given is changed."""
EXPECT = ("factorize_layer_check", 'Work on model.copy()')
CELL = "factorize_layer"
CHANGE = ('small = model.copy()', 'small = model')
