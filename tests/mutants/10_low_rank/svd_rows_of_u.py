"""The u are taken for rows, and the first of them turned."""
EXPECT = ("truncated_svd_check", 'has a row for each row')
CELL = "truncated_svd"
CHANGE = ('left[:, :rank]', 'left[:rank].T')
