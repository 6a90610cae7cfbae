"""The batches are added up."""
EXPECT = ("gradient_importance_check", 'not the sum')
CELL = "gradient_importance"
CHANGE = (' / len(batches)', '')
