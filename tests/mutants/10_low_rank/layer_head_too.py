"""The head is factorized like any other layer."""
EXPECT = ("factorize_layer_check", 'is the head')
CELL = "factorize_layer"
CHANGE = ('layer_idx == weight_places(model)[-1] or ', '')
