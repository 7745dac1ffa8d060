package dbx_test

import "renfort/internal/ids"

func idsOf(es ...ids.Entity) []ids.Entity { return es }
