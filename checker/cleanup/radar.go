package cleanup

import "context"

func radar(ctx context.Context, records Records, changes []Change, opt Options) ([]Touched, error) {
	return nil, nil
}
