"""It begins with the last input."""

EXPECT = ('gptq_layer_check', 'Begin with the first input')
CELL = 'gptq_layer'
CHANGE = (('    upper = np', '    weights, scale = weights[::-1], np.repeat(scale, size, axis=0)[: len(weights)][::-1]\n    hessian, size = hessian[::-1, ::-1], 1\n    keep = None if keep is None else keep[::-1]\n    upper = np'), ('    return codes', '    return codes[::-1].copy()'))
