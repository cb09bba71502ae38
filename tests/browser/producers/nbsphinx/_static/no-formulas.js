// There are no formulas to set.
