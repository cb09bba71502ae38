inpage-exec serve docs
