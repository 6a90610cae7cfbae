"""The factors are put in as they are, so that training changes the caller's."""
EXPECT = ("factorize_layer_check", 'shares an array with first or second')
CELL = "factorize_layer"
CHANGE = ('first.copy(), second.copy()', 'first, second')
