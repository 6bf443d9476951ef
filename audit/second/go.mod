module assay/second

go 1.26
