"""The factors are put in as they are, so that training changes the caller's."""
EXPECT = ("factorize_layer_hidden", 'shares an array')
CELL = "factorize_layer"
CHANGE = ('first.copy(), second.copy()', 'first, second')
