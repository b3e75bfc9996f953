"""What a reader types, in Chinese, pinyin or English, found among everything that has a name."""
