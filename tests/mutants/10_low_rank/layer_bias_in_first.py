"""The bias goes into the thin layer, whatever its length."""
EXPECT = ("factorize_layer_check", 'bias')
CELL = "factorize_layer"
CHANGE = (
    ('thin = Dense(m, rank, bias=False)', 'thin = Dense(m, rank)'),
    ('wide = Dense(rank, n, bias=layer.bias is not None)', 'wide = Dense(rank, n, bias=False)'),
    ('wide.bias.data = layer.bias.data.copy()', 'thin.bias.data = (second @ layer.bias.data).astype(np.float32)'),
)
