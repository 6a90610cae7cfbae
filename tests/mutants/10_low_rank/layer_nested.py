"""The two are put into a Sequential inside the model."""
EXPECT = ("factorize_layer_check", 'put first, then second')
CELL = "factorize_layer"
CHANGE = ('= [thin, wide]', '= [Sequential([thin, wide])]')
