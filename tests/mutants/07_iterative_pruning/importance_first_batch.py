"""Only the first batch counts."""
EXPECT = ("gradient_importance_check", 'batch 1 alone')
CELL = "gradient_importance"
CHANGE = (
    (' / len(batches)', ''),
    ('    return scores', '        break\n    return scores'),
)
