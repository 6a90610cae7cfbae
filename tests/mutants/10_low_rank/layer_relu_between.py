"""A ReLU stands between the two."""
EXPECT = ("factorize_layer_check", 'nothing in between')
CELL = "factorize_layer"
CHANGE = ('= [thin, wide]', '= [thin, ReLU(), wide]')
