"""Inputs are taken in the order of their size."""

EXPECT = ('gptq_layer_check', 'take those of U, input')
CELL = 'gptq_layer'
CHANGE = (('    upper = np', '    order = np.argsort(-hessian.diagonal(), kind="stable")\n    weights, scale = weights[order], np.repeat(scale, size, axis=0)[order]\n    hessian, size = hessian[np.ix_(order, order)], 1\n    keep = None if keep is None else keep[order]\n    upper = np'), ('    return codes', '    return codes[np.argsort(order)]'))
