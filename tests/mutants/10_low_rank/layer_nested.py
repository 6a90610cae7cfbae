"""The two are put into a Sequential inside the model."""
EXPECT = ("factorize_layer_check", 'not as one Sequential')
CELL = "factorize_layer"
CHANGE = ('= [thin, wide]', '= [Sequential([thin, wide])]')
