"""Only the last batch counts."""
EXPECT = ("gradient_importance_check", 'batch 2 alone')
CELL = "gradient_importance"
CHANGE = ('score += np.abs(weight.data * weight.grad) / len(batches)', 'score[...] = np.abs(weight.data * weight.grad)')
