module docreview

go 1.26
