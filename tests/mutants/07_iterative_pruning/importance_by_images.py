"""A batch counts by how many images it has."""
EXPECT = ("gradient_importance_check", 'Every batch counts the same')
CELL = "gradient_importance"
CHANGE = ('score += np.abs(weight.data * weight.grad) / len(batches)', 'score += np.abs(weight.data * weight.grad) * len(labels) / sum(len(y) for _, y in batches)')
