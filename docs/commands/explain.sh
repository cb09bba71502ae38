inpage-exec explain docs notebook
