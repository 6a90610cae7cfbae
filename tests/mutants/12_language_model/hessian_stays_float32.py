"""The result is float32."""

EXPECT = ('layer_hessian_check', 'Make rows of the inputs,')
CELL = 'layer_hessian'
CHANGE = ('    return hessian + np.diag(added)', '    return (hessian + np.diag(added)).astype(np.float32)')
