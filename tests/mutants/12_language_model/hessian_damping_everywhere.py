"""The damping is added to all entries."""

EXPECT = ('layer_hessian_check', 'The damping goes on the')
CELL = 'layer_hessian'
CHANGE = ('    return hessian + np.diag(added)', '    return hessian + damping * diagonal.mean() + np.diag(added - damping * diagonal.mean())')
