// There are no widgets to embed.
