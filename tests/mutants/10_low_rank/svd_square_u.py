"""The whole square u is multiplied by the sizes, of which a tall matrix has fewer."""
EXPECT = ("truncated_svd_check", 'stops with ValueError')
CELL = "truncated_svd"
CHANGE = (
    (', full_matrices=False', ''),
    ('left[:, :rank] * sizes[:rank]', '(left * sizes)[:, :rank]'),
)
