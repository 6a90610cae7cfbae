"""NaN is looked for with ==, which is never true for it."""
EXPECT = ("neurons_to_keep_check", "a NaN among the scores")
CELL = "neurons_to_keep"
CHANGE = ("np.isnan(importance).any()", '(importance == float("nan")).any()')
