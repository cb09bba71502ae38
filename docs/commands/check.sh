inpage-exec check docs
