"""The thin layer gets a bias of zeros, too."""
EXPECT = ("factorize_layer_check", 'the thin layer before it has none')
CELL = "factorize_layer"
CHANGE = ('thin = Dense(m, rank, bias=False)', 'thin = Dense(m, rank)')
