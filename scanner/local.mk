# What the programs that sweep link; filled by the scanner's parts.
