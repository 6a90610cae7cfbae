"""second comes before first."""
EXPECT = ("factorize_layer_check", 'put first, then second')
CELL = "factorize_layer"
CHANGE = ('= [thin, wide]', '= [wide, thin]')
