"""One case is tried, a tall layer at rank 1."""
EXPECT = ("check_data_aware_svd_check", 'fewer examples')
CELL = "check_data_aware_svd"
CHANGE = (
    ('for m, n, examples in [(6, 4, 30), (4, 7, 30), (8, 5, 5)]:', 'for m, n, examples in [(6, 4, 30)]:'),
    ('for rank in (1, 3)', 'for rank in (1,)'),
)
