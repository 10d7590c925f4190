// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"time"

	"github.com/philippgille/chromem-go"
)

// Store remembers trips.
type Store interface {
	// Recall returns at most n trips, those nearest to the query first.
	Recall(ctx context.Context, query string, n int) ([]Item, error)
	// Remember adds a trip, or replaces the one with the same ID.
	Remember(ctx context.Context, item Item) error
	// SetAside puts what cannot be read out of the way, so that the next call works,
	// and returns where it is kept; empty where nothing was found.
	SetAside(ctx context.Context) (kept string, err error)
}

// Item is one remembered trip.
type Item struct {
	ID    string
	Text  string // what the vector is made from
	Facts json.RawMessage
	At    time.Time // when it was remembered
	Score float32   // how near it is to the query, up to 1
}

// Vectors is a Store in files: one per trip, in a directory of its own for each
// user. It opens the files when it is first used. It is safe for concurrent use.
type Vectors struct {
	dir, user string
	embed     Embed

	mu    sync.Mutex
	trips *chromem.Collection // nil until opened
}

var _ Store = (*Vectors)(nil)

// New returns the memory of one user below dir. space names the embedding:
// vectors of different embeddings cannot be compared and are kept apart.
func New(dir, user, space string, embed Embed) *Vectors {
	return &Vectors{dir: dir, user: user + "\n" + space, embed: embed}
}

// open reads all files. The caller holds mu.
func (v *Vectors) open() (*chromem.Collection, error) {
	if v.trips != nil {
		return v.trips, nil
	}
	db, err := chromem.NewPersistentDB(v.dir, false)
	if err != nil {
		return nil, opened(err)
	}
	trips, err := db.GetOrCreateCollection(v.user, nil, chromem.EmbeddingFunc(v.embed))
	if err != nil {
		return nil, fmt.Errorf("open memory: %w", err)
	}
	v.trips = trips
	return trips, nil
}

// candidates is how many trips are compared by age as well.
const candidates = 50

// Recall implements [Store]. Of trips that are equally near, the latest comes
// first.
func (v *Vectors) Recall(ctx context.Context, query string, n int) ([]Item, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	trips, err := v.open()
	if err != nil {
		return nil, err
	}
	count := min(trips.Count(), candidates)
	if count == 0 {
		return nil, nil
	}
	found, err := trips.Query(ctx, query, count, nil, nil)
	if err != nil {
		return nil, fmt.Errorf("search memory: %w", err)
	}
	items := make([]Item, 0, len(found))
	for _, f := range found {
		at, err := time.Parse(time.RFC3339, f.Metadata["at"])
		if err != nil || !json.Valid([]byte(f.Metadata["facts"])) {
			continue // another program's
		}
		items = append(items, Item{ID: f.ID, Text: f.Content, Facts: json.RawMessage(f.Metadata["facts"]), At: at, Score: f.Similarity})
	}
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), b.At.Compare(a.At), cmp.Compare(a.ID, b.ID))
	})
	return items[:min(n, len(items))], nil
}

// Remember implements [Store].
func (v *Vectors) Remember(ctx context.Context, item Item) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	trips, err := v.open()
	if err != nil {
		return err
	}
	err = trips.AddDocument(ctx, chromem.Document{
		ID: item.ID, Content: item.Text,
		Metadata: map[string]string{"facts": string(item.Facts), "at": item.At.UTC().Format(time.RFC3339)},
	})
	if err != nil {
		return fmt.Errorf("write memory: %w", err)
	}
	return nil
}

// DamagedError is a memory whose files hold something else.
type DamagedError struct{ Err error }

func (e *DamagedError) Error() string { return "the memory is damaged: " + e.Err.Error() }

// Unwrap returns the decoder's error.
func (e *DamagedError) Unwrap() error { return e.Err }

// opened tells files that cannot be read as a memory from those that cannot be
// read.
func opened(err error) error {
	var path *fs.PathError
	if !errors.As(err, &path) {
		err = &DamagedError{err}
	}
	return fmt.Errorf("open memory: %w", err)
}
