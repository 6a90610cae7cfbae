"""The bias of the normalization stays."""

EXPECT = ("smooth_check", "divides the bias by the same")
CELL = 'smooth'
CHANGE = ('    return gain / factor, bias / factor, weights * factor[:, None]', '    return gain / factor, bias.copy(), weights * factor[:, None]')
