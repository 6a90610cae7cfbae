"""The row of each value is stored instead of its column."""
EXPECT = ("to_csr_check", "it asks for columns")
CELL = "to_csr"
CHANGE = ('columns.astype(index)', 'rows.astype(index)')
