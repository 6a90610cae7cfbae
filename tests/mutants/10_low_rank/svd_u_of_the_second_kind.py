"""The u and v are taken from the products W W.T and W.T W, each with signs of its own."""
EXPECT = ("truncated_svd_check", 'first @ second is')
CELL = "truncated_svd"
CHANGE = (
    ('    left, sizes, right = np.linalg.svd(weights, full_matrices=False)\n', '    left, right = (np.linalg.eigh(each)[1][:, ::-1]\n                   for each in (weights @ weights.T, weights.T @ weights))\n    left, right = -left * np.sign(left[:1]), (right * np.sign(right[:1])).T\n    sizes = np.linalg.svd(weights, compute_uv=False)\n'),
    ('left[:, :rank]', 'left[:, :rank]'),
)
